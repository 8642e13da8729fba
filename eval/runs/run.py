"""A whole run: read the set, get its articles indexed, ask, judge, report.

path --load--> QuestionSet --sample--> --index--> target --ask, judge--> records --> Report
"""

import hashlib
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from eval.metrics.summary import by_type, summarise
from eval.questions import Kind, QuestionSet
from eval.records import Metric, Record, Report, plain
from eval.runs.indexing import Indexed, index, kept_in
from eval.runs.journal import Journal
from eval.runs.smaller_set import part, sample
from eval.runs.squad import best_threshold
from eval.runs.steps import Step, work_off
from eval.runs.targets import InProcess, Remote, Target, attribution_of
from eval.sets import load
from eval.support import facts
from eval.support.machine import steal_and_total
from index.errors import InvalidFieldError
from index.quotations.tagger.shipped import load_tagging
from service.answers.calibration import FILE
from service.engine import Engine
from service.settings import Settings

_HIDDEN = ("data", "config", "host", "port", "workers", "log_level", "log_format", "demo")
_NEEDS_NO_TARGET = (Kind.QUOTES, Kind.PAGES)


class Options(Struct, frozen=True, kw_only=True):
    """How to run."""

    seed: int = 0
    part: str | None = None
    """"1/2": only the first of two parts, told by hash of the question's id; None: all."""
    questions: int | None = None
    """Ask so many of the set, chosen by seed; None: all."""
    articles: int | None = None
    """Index so many of the set's articles, those with evidence first; None: all."""
    clients: int = 1
    searched: bool = False
    """Search among all passages also where each question has its own."""
    url: str | None = None
    """Ask this server instead of an engine in this process."""
    collection: str | None = None
    """The collection to ask; the set's own articles are used where it brings some."""
    calibrated: bool = True
    """Apply the data folder's calibration, where there is one."""
    library: Path | None = None
    """Folder for the libraries of sets that bring articles; by default in the user's cache."""


def run(path: Path, settings: Settings, out: Path, options: Options | None = None) -> Report:
    """Measure the set at `path`; what was measured before in `out` is not measured again.

    Raises:
        InputError: the set cannot be read, or does not go with the options.
        SettingsError: the engine cannot be started.
    """
    options = options or Options()
    whole = load(path)
    whole = part(whole, options.part) if options.part else whole
    asked = sample(whole, options.questions, options.articles, options.seed)
    if asked.kind in _NEEDS_NO_TARGET:
        return _without_target(path, asked, settings, out, options)
    with _target(asked, settings, options) as (target, indexed):
        return _measure(asked, target, settings, out, options, indexed)


def _without_target(
    path: Path, asked: QuestionSet, settings: Settings, out: Path, options: Options
) -> Report:
    from eval.runs.kinds import pages, quotations

    if asked.kind is Kind.QUOTES:
        tagging = load_tagging() if settings.attribution == "tagger" else None
        models = {"attribution": attribution_of(settings)}
        steps = list(quotations.steps(path, tagging))
    else:
        models, steps = {}, list(pages.steps(path))
    steps = steps[: options.questions]
    return _report(asked, steps, out, options, name="in process", models=models)


def _measure(
    asked: QuestionSet,
    target: Target,
    settings: Settings,
    out: Path,
    options: Options,
    indexed: Indexed | None,
) -> Report:
    report = _report(
        asked,
        list(_steps(asked, target, options)),
        out,
        options,
        name=target.name,
        models=target.facts(),
        settings=_told(settings) if options.url is None else {},
        indexed=indexed,
    )
    held = _figure("peak memory", target.megabytes(), "MB", higher_is_better=False)
    return structs.replace(
        report,
        # A server names its models with its answers, and so only now.
        models=target.facts() or report.models,
        metrics=[*report.metrics, *(held if held else ()), *_indexing(indexed)],
    )


def _steps(asked: QuestionSet, target: Target, options: Options) -> Iterator[Step]:
    from eval.runs.kinds import answers, follow_ups, sentences

    if asked.kind is Kind.FOLLOW_UPS:
        return follow_ups.steps(asked, target, options.collection)
    if asked.kind is Kind.SENTENCES:
        return sentences.steps(asked, target, options.collection)
    return answers.steps(asked, target, options.collection, given=not options.searched)


def _report(
    asked: QuestionSet,
    steps: Sequence[Step],
    out: Path,
    options: Options,
    *,
    name: str,
    models: dict[str, str] | None = None,
    settings: dict[str, str] | None = None,
    indexed: Indexed | None = None,
) -> Report:
    data = _data(asked, options, indexed)
    subject = {"set": asked.name, "target": name} | data | (models or {}) | (settings or {})
    started, (stolen, total) = time.perf_counter(), steal_and_total()
    with Journal(out, subject) as journal:
        count = work_off(steps, journal, asked.name, options.clients)
        records = journal.in_order(step.id for step in steps)
    seconds = time.perf_counter() - started
    stolen_now, total_now = steal_and_total()
    steal = (stolen_now - stolen) / max(1, total_now - total)
    rate = _figure("questions a second", count / seconds, "1/s") if count else []
    return Report(
        name=asked.name,
        kind=asked.kind.value,
        created=facts.now(),
        target=name,
        seed=options.seed,
        versions=facts.versions(),
        models=models or {},
        options=_again(options),
        settings=settings or {},
        data=data,
        machine=facts.machine() | {"cpu steal": f"{steal:.1%}", "clients": str(options.clients)},
        metrics=[
            *summarise(records, options.seed),
            *best_threshold(asked.cases, records, options.seed),
            *rate,
        ],
        by_type=_types(records, options.seed),
        records=records,
    )


def _types(records: Sequence[Record], seed: int) -> dict[str, list[Metric]]:
    """Metrics by type of question, where there is more than one."""
    kinds = {record.type for record in records}
    return by_type(records, seed) if len(kinds) > 1 else {}


@contextmanager
def _target(
    asked: QuestionSet, settings: Settings, options: Options
) -> Generator[tuple[Target, Indexed | None]]:
    if options.url is not None:
        with closing(Remote(options.url)) as remote:
            yield remote, None
        return
    indexed = None
    # The calibration is that of the user's data folder, also where a set brings its own articles.
    calibration = settings.folder / FILE
    if asked.documents is not None and options.collection is None:
        folder = kept_in(asked, settings, options.library)
        settings = structs.replace(settings, data=str(folder), demo=False, collection="default")
    engine = Engine(settings, calibrated=options.calibrated, calibration_file=calibration)
    try:
        if asked.documents is not None and options.collection is None:
            indexed = index(engine, asked.documents)
        engine.open()
        _check_articles(engine, asked, options)
        yield InProcess(engine), indexed
    finally:
        engine.close()


def _check_articles(engine: Engine, asked: QuestionSet, options: Options) -> None:
    collection = engine.collection(options.collection)
    if not engine.library.count_articles(collection.name):
        raise InvalidFieldError(
            "collection",
            f"{collection.name!r} in {engine.settings.folder} holds no articles, and {asked.name} "
            "brings none: add some, or name another data folder or collection",
        )


def _data(asked: QuestionSet, options: Options, indexed: Indexed | None) -> dict[str, str]:
    ids = hashlib.sha256("\n".join(case.id for case in asked.cases).encode()).hexdigest()
    known = {
        "question set": asked.sha256,
        "questions": f"{len(asked.cases)} ({ids[:12]})",
        "passages": "searched" if options.searched or not asked.passage_given else "given",
        "seed": str(options.seed),
    }
    if indexed is not None:
        known |= {"articles": str(indexed.articles), "passages indexed": str(indexed.passages)}
    return known


def _again(options: Options) -> dict[str, str]:
    """The options that decide what is measured."""
    given = {
        "seed": options.seed,
        "part": options.part,
        "questions": options.questions,
        "articles": options.articles,
        "searched": options.searched or None,
    }
    return {name: str(value) for name, value in given.items() if value is not None}


def _told(settings: Settings) -> dict[str, str]:
    """The settings that may change answers, without places and addresses."""
    given = msgspec.to_builtins(settings)
    return {name: str(value) for name, value in given.items() if name not in _HIDDEN}


def _indexing(indexed: Indexed | None) -> list[Metric]:
    if indexed is None or not indexed.seconds:
        return []
    return [
        *_figure("indexing", indexed.seconds, "s", higher_is_better=False),
        *_figure("passages indexed a second", indexed.passages / indexed.seconds, "1/s"),
    ]


def _figure(name: str, value: float, unit: str, *, higher_is_better: bool = True) -> list[Metric]:
    """A plain measurement; nothing where it was not taken."""
    return [plain(name, value, unit, higher_is_better=higher_is_better)] if value else []
