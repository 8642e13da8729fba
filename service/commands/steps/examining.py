"""What `dateline doctor` verifies, and rebuilds where it can; findings in the language set."""

import hashlib
from collections.abc import Callable, Iterator

from msgspec import Struct

from index.errors import DatelineError
from index.followers.catalogue import OpenCollection
from index.records import Article, Mark, Span
from index.store.library import Library
from index.store.values import Collection
from prompts import say
from service.answers.calibration import load as load_calibration
from service.engine import Engine
from service.settings import Settings


class Finding(Struct, frozen=True):
    """The result of one check."""

    what: str
    problem: bool
    detail: str
    repaired: bool = False


def examine(settings: Settings, *, repair: bool = False) -> list[Finding]:
    """Check everything; with `repair`, rebuild damaged indexes."""
    language = settings.language
    try:
        engine = Engine(settings, calibrated=False)
    except DatelineError as exc:
        return [Finding(say("doctor_start", language), True, str(exc))]  # noqa: FBT003
    try:
        model = say("doctor_model", language)
        findings = [Finding(model, False, engine.embedder.fingerprint)]  # noqa: FBT003
        findings.append(_calibration(engine))
        findings.append(_database(engine.library, language))
        for collection in engine.library.collections():
            findings += _collection(engine, collection, repair=repair)
        return findings
    finally:
        engine.close()


def _calibration(engine: Engine) -> Finding:
    """Whether confidences are calibrated for the models in use."""
    language = engine.settings.language
    what = say("doctor_calibration", language)
    try:
        calibration = load_calibration(engine.calibration_file, engine.subject)
    except DatelineError as exc:
        return Finding(what, True, str(exc))  # noqa: FBT003
    if calibration is None:
        detail = say("doctor_not_calibrated", language)
    else:
        detail = say(
            "doctor_calibrated",
            language,
            method=calibration.method,
            questions=calibration.questions,
        )
    return Finding(what, False, detail)  # noqa: FBT003


def _database(library: Library, language: str) -> Finding:
    sound = say("doctor_database_sound", language, file=library.database.path.name)
    return _finding(say("doctor_database", language), library.database.check(), sound)


def _collection(engine: Engine, collection: Collection, *, repair: bool) -> Iterator[Finding]:
    language, name = engine.settings.language, collection.name
    yield _law(engine.library, collection, language)
    yield _vectors(engine, collection)
    opened = engine.catalogue.get(name)
    for what, follower in (("doctor_dense", opened.dense), ("doctor_lexical", opened.lexical)):
        yield _index(
            say(what, language, collection=name),
            opened,
            follower.verify,
            follower.rebuild,
            language=language,
            repair=repair,
        )


def _vectors(engine: Engine, collection: Collection) -> Finding:
    language, log = engine.settings.language, engine.library.log
    missing = log.passages_without_vector(collection, engine.embedder.fingerprint)
    problems = [say("doctor_vectors_missing", language, count=missing)] if missing else []
    what = say("doctor_vectors", language, collection=collection.name)
    return _finding(what, problems, say("doctor_vectors_complete", language))


def _index(
    what: str,
    opened: OpenCollection,
    verify: Callable[[], list[str]],
    rebuild: Callable[[], None],
    *,
    language: str,
    repair: bool,
) -> Finding:
    problems = verify()
    position = opened.library.log.position(opened.collection)
    if problems and repair:
        rebuild()
        opened.save()
        if not verify():
            detail = say("doctor_rebuilt", language, problems="; ".join(problems))
            return Finding(what, False, detail, True)  # noqa: FBT003
    return _finding(what, problems, say("doctor_index_current", language, position=position))


def _law(library: Library, collection: Collection, language: str) -> Finding:
    """Hashes, offsets of sentences, marks and quotes: everything a citation is made of."""
    problems: list[str] = []
    versions = 0
    for article in library.every_version(collection):
        versions += 1
        problems += [f"{article.id}: {problem}" for problem in _broken_laws(article, language)]
    what = say("doctor_law", language, collection=collection.name)
    return _finding(what, problems, say("doctor_law_kept", language, count=versions))


def _broken_laws(article: Article, language: str) -> Iterator[str]:
    """What is wrong with an article's offsets."""
    if hashlib.sha256(article.text.encode()).hexdigest() != article.version:
        yield say("doctor_text_changed", language)
    length = len(article.text)
    end = 0
    for sentence in article.sentences:
        if not end <= sentence.start < sentence.end <= length:
            yield say("doctor_sentence_misplaced", language, **_place(sentence))
        end = sentence.end
    for mark in article.marks:
        if not 0 <= mark.start < mark.end <= length:
            yield say("doctor_mark_outside", language, **_place(mark))
        if any(s.start < mark.end and mark.start < s.end for s in article.sentences):
            yield say("doctor_mark_overlaps", language, **_place(mark))
    for quote in article.quotes:
        for span in (*quote.content, quote.cue, quote.source):
            if span is not None and not 0 <= span.start < span.end <= length:
                yield say("doctor_quote_outside", language, **_place(span))


def _place(span: Span | Mark) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _finding(what: str, problems: list[str], sound: str) -> Finding:
    return Finding(what, bool(problems), "; ".join(problems[:5]) or sound)
