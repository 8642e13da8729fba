"""A whole run: read the set, index its articles, ask, judge, report.

path --load--> QuestionSet --sample--> --index--> target --ask, judge--> records --> Report
"""

import hashlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from eval.metrics.summary import by_type, summarise
from eval.questions import Kind, QuestionSet
from eval.records import Metric, Record, Report, plain_metric
from eval.runs.indexing import IndexedArticles, index_articles, library_folder
from eval.runs.journal import Journal
from eval.runs.smaller_set import one_part, smaller_set
from eval.runs.squad import best_threshold
from eval.runs.steps import Step, run_steps
from eval.runs.targets import InProcess, Remote, Target, attribution_of
from eval.sets import load
from eval.sets.conversations import with_conversations
from eval.support.machine import machine, now, timed, versions
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
    """"1/2": only the first of two parts, split by a hash of the question's id; None: all."""
    questions: int | None = None
    """How many questions to ask, sampled by seed; None: all."""
    articles: int | None = None
    """How many of the set's articles to index, those with evidence first; None: all."""
    clients: int = 1
    searched: bool = False
    """Search all passages even if each question has its own."""
    url: str | None = None
    """Ask this server instead of an engine in this process."""
    collection: str | None = None
    """The collection to ask; by default the set's own articles, if it has any."""
    by_type: bool = True
    """Give the figures of each type of question, too, which nothing compares."""
    calibrated: bool = True
    """Apply the data folder's calibration, if there is one."""
    conversations: Path | None = None
    """Instead of the set's questions, ask the conversations of this file that are over the set."""
    bounds: bool = True
    """Ask each turn of a conversation without its context, and as a person completed it, too."""
    library: Path | None = None
    """Folder for the libraries of sets with articles; by default in the user's cache."""


def run(path: Path, settings: Settings, out: Path, options: Options | None = None) -> Report:
    """Measure the set at `path`; records already in `out` are not measured again.

    Raises:
        InputError: the set cannot be read, or does not fit the options.
        SettingsError: the engine cannot be started.
    """
    options = options or Options()
    whole = load(path)
    if options.conversations is not None:
        whole = with_conversations(whole, options.conversations)
    whole = one_part(whole, options.part) if options.part else whole
    question_set = smaller_set(whole, options.questions, options.articles, options.seed)
    if question_set.kind in _NEEDS_NO_TARGET:
        return _without_target(path, question_set, settings, out, options)
    with _target(question_set, settings, options) as (target, indexed):
        return _measure(question_set, target, settings, out, options, indexed)


def _without_target(
    path: Path, question_set: QuestionSet, settings: Settings, out: Path, options: Options
) -> Report:
    from eval.runs.kinds import pages, quotations

    if question_set.kind is Kind.QUOTES:
        tagging = load_tagging() if settings.attribution == "tagger" else None
        models = {"attribution": attribution_of(settings)}
        steps = list(quotations.steps(path, tagging))
    else:
        models, steps = {}, list(pages.steps(path))
    steps = steps[: options.questions]
    return _report(question_set, steps, out, options, name="in process", models=models)


def _measure(
    question_set: QuestionSet,
    target: Target,
    settings: Settings,
    out: Path,
    options: Options,
    indexed: IndexedArticles | None,
) -> Report:
    report = _report(
        question_set,
        list(_steps(question_set, target, options)),
        out,
        options,
        name=target.name,
        models=target.facts(),
        settings=_relevant_settings(settings) if options.url is None else {},
        indexed=indexed,
    )
    memory = _plain_metrics("peak memory", target.megabytes(), "MB", higher_is_better=False)
    return structs.replace(
        report,
        # A server names its models in its answers, so they are known only now.
        models=target.facts() or report.models,
        metrics=[*report.metrics, *memory, *_indexing(indexed)],
    )


def _steps(question_set: QuestionSet, target: Target, options: Options) -> Iterator[Step]:
    from eval.runs.kinds import answers, conversations, follow_ups, sentences

    if question_set.kind is Kind.CONVERSATIONS:
        return conversations.steps(question_set, target, options.collection, bounds=options.bounds)
    if question_set.kind is Kind.FOLLOW_UPS:
        return follow_ups.steps(question_set, target, options.collection)
    if question_set.kind is Kind.SENTENCES:
        return sentences.steps(question_set, target, options.collection)
    return answers.steps(question_set, target, options.collection, given=not options.searched)


def _report(
    question_set: QuestionSet,
    steps: Sequence[Step],
    out: Path,
    options: Options,
    *,
    name: str,
    models: dict[str, str] | None = None,
    settings: dict[str, str] | None = None,
    indexed: IndexedArticles | None = None,
) -> Report:
    data = _data(question_set, options, indexed)
    subject = {"set": question_set.name, "target": name} | data | (models or {}) | (settings or {})
    with timed() as timing, Journal(out, subject) as journal:
        count = run_steps(steps, journal, question_set.name, options.clients)
        records = journal.in_order(step.id for step in steps)
    rate = _plain_metrics("questions a second", count / timing.seconds, "1/s") if count else []
    conditions = {"cpu steal": f"{timing.steal:.1%}", "clients": str(options.clients)}
    return Report(
        name=question_set.name,
        kind=question_set.kind.value,
        created=now(),
        target=name,
        seed=options.seed,
        versions=versions(),
        models=models or {},
        options=_repeatable_options(options),
        settings=settings or {},
        data=data,
        machine=machine() | conditions,
        metrics=[
            *summarise(records, options.seed),
            *best_threshold(question_set.cases, records, options.seed),
            *rate,
        ],
        by_type=_types(records, options.seed) if options.by_type else {},
        records=records,
    )


def _types(records: Sequence[Record], seed: int) -> dict[str, list[Metric]]:
    """Metrics by type of question, if there is more than one type."""
    kinds = {record.type for record in records}
    return by_type(records, seed) if len(kinds) > 1 else {}


@contextmanager
def _target(
    question_set: QuestionSet, settings: Settings, options: Options
) -> Generator[tuple[Target, IndexedArticles | None]]:
    if options.url is not None:
        with closing(Remote(options.url)) as remote:
            yield remote, None
        return
    indexed = None
    # The calibration is the one in the user's data folder, even if a set has its own articles.
    calibration = settings.folder / FILE
    if question_set.documents is not None and options.collection is None:
        folder = library_folder(question_set, settings, options.library)
        settings = structs.replace(settings, data=str(folder), demo=False, collection="default")
    engine = Engine(settings, calibrated=options.calibrated, calibration_file=calibration)
    try:
        if question_set.documents is not None and options.collection is None:
            indexed = index_articles(engine, question_set.documents)
        engine.open()
        _check_articles(engine, question_set, options)
        yield InProcess(engine), indexed
    finally:
        engine.close()


def _check_articles(engine: Engine, question_set: QuestionSet, options: Options) -> None:
    collection = engine.collection(options.collection)
    if not engine.library.count_articles(collection):
        raise InvalidFieldError(
            "collection",
            f"{collection.name!r} in {engine.settings.folder} has no articles, and "
            f"{question_set.name} brings none: add some, or choose another data folder or "
            "collection",
        )


def _data(
    question_set: QuestionSet, options: Options, indexed: IndexedArticles | None
) -> dict[str, str]:
    ids = hashlib.sha256("\n".join(case.id for case in question_set.cases).encode()).hexdigest()
    known = {
        "question set": question_set.sha256,
        "questions": f"{len(question_set.cases)} ({ids[:12]})",
        "passages": "searched" if options.searched or not question_set.passage_given else "given",
        "seed": str(options.seed),
    }
    if indexed is not None:
        known |= {"articles": str(indexed.articles), "passages indexed": str(indexed.passages)}
    return known


def _repeatable_options(options: Options) -> dict[str, str]:
    """The options needed to repeat the measurement."""
    given = {
        "seed": options.seed,
        "part": options.part,
        "questions": options.questions,
        "articles": options.articles,
        "searched": options.searched or None,
    }
    return {name: str(value) for name, value in given.items() if value is not None}


def _relevant_settings(settings: Settings) -> dict[str, str]:
    """The settings that may affect answers, without paths and addresses."""
    given = msgspec.to_builtins(settings)
    return {name: str(value) for name, value in given.items() if name not in _HIDDEN}


def _indexing(indexed: IndexedArticles | None) -> list[Metric]:
    if indexed is None or not indexed.seconds:
        return []
    return [
        *_plain_metrics("indexing", indexed.seconds, "s", higher_is_better=False),
        *_plain_metrics("passages indexed a second", indexed.passages / indexed.seconds, "1/s"),
    ]


def _plain_metrics(
    name: str, value: float, unit: str, *, higher_is_better: bool = True
) -> list[Metric]:
    """A measurement without an interval; empty if it was not taken."""
    return [plain_metric(name, value, unit, higher_is_better=higher_is_better)] if value else []
