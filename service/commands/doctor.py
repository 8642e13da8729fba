"""`dateline doctor`: verifies that everything is as it must be, and can rebuild what is not."""

import hashlib
from collections.abc import Callable, Iterator

from msgspec import Struct

from index.errors import DatelineError
from index.followers.catalogue import OpenCollection
from index.records import Article
from index.store.library import Library
from index.store.values import Collection
from service.answers.calibration import load as load_calibration
from service.engine import Engine
from service.settings import Settings


class Finding(Struct, frozen=True):
    """One thing that was looked at."""

    what: str
    problem: bool
    detail: str
    repaired: bool = False


def examine(settings: Settings, *, repair: bool = False) -> list[Finding]:
    """Look at everything; with `repair`, rebuild the indexes that are wrong."""
    try:
        engine = Engine(settings, calibrated=False)
    except DatelineError as exc:
        return [Finding("start", True, str(exc))]  # noqa: FBT003
    try:
        findings = [Finding("model", False, engine.embedder.fingerprint)]  # noqa: FBT003
        findings.append(_calibration(engine))
        findings.append(_database(engine.library))
        for collection in engine.library.collections():
            findings += _collection(engine, collection, repair=repair)
        return findings
    finally:
        engine.close()


def _calibration(engine: Engine) -> Finding:
    """Whether confidences are calibrated, and for what is used now."""
    try:
        calibration = load_calibration(engine.calibration_file, engine.subject)
    except DatelineError as exc:
        return Finding("calibration", True, str(exc))  # noqa: FBT003
    if calibration is None:
        detail = "none; `dateline eval calibrate` makes one"
    else:
        detail = f"{calibration.method}, on {calibration.questions:,} questions"
    return Finding("calibration", False, detail)  # noqa: FBT003


def _database(library: Library) -> Finding:
    problems = library.database.check()
    return _finding("database", problems, f"{library.database.path.name} is sound")


def _collection(engine: Engine, collection: Collection, *, repair: bool) -> Iterator[Finding]:
    name = collection.name
    yield _law(engine.library, collection)
    missing = engine.library.log.passages_without_vector(collection, engine.embedder.fingerprint)
    yield _finding(
        f"{name}: vectors",
        [f"{missing} passages have no vector of this embedder; add their articles again"]
        if missing
        else [],
        "every passage has one",
    )
    opened = engine.catalogue.get(name)
    yield _index(f"{name}: dense", opened, opened.dense.verify, opened.dense.rebuild, repair=repair)
    yield _index(
        f"{name}: lexical", opened, opened.lexical.verify, opened.lexical.rebuild, repair=repair
    )


def _index(
    what: str,
    opened: OpenCollection,
    verify: Callable[[], list[str]],
    rebuild: Callable[[], None],
    *,
    repair: bool,
) -> Finding:
    problems = verify()
    position = opened.library.log.position(opened.collection)
    if problems and repair:
        rebuild()
        opened.save()
        if not verify():
            detail = f"{'; '.join(problems)}; rebuilt"
            return Finding(what, False, detail, True)  # noqa: FBT003
    return _finding(what, problems, f"agrees with the truth at log position {position}")


def _law(library: Library, collection: Collection) -> Finding:
    """Hashes, offsets of sentences, marks and quotes: everything a citation is made of."""
    problems: list[str] = []
    versions = 0
    for article in library.every_version(collection):
        versions += 1
        problems += [f"{article.id}: {problem}" for problem in broken_laws(article)]
    detail = f"{versions:,} versions keep it"
    return _finding(f"{collection.name}: the law", problems, detail)


def broken_laws(article: Article) -> Iterator[str]:
    """What is wrong with an article's offsets."""
    if hashlib.sha256(article.text.encode()).hexdigest() != article.version:
        yield "the text is not the one its version names"
    length = len(article.text)
    end = 0
    for sentence in article.sentences:
        if not end <= sentence.start < sentence.end <= length:
            yield f"sentence {sentence.start}-{sentence.end} is out of order or out of the text"
        end = sentence.end
    for mark in article.marks:
        if not 0 <= mark.start < mark.end <= length:
            yield f"mark {mark.start}-{mark.end} is out of the text"
        if any(s.start < mark.end and mark.start < s.end for s in article.sentences):
            yield f"mark {mark.start}-{mark.end} overlaps a sentence"
    for quote in article.quotes:
        for span in (*quote.content, quote.cue, quote.source):
            if span is not None and not 0 <= span.start < span.end <= length:
                yield f"quote part {span.start}-{span.end} is out of the text"


def _finding(what: str, problems: list[str], sound: str) -> Finding:
    return Finding(what, bool(problems), "; ".join(problems[:5]) or sound)
