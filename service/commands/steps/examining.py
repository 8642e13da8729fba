"""The checks and repairs of `dateline doctor`."""

import hashlib
from collections.abc import Iterator

from msgspec import Struct

from index.errors import DatelineError, StoreError
from index.followers.contract import Follower
from index.followers.open_collection import OpenCollection
from index.records import Article, Mark, Span
from index.store.library import Library
from index.store.moving.mover import moved_away
from index.store.values import Collection
from prompts import say
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
    try:
        engine = Engine(settings)
    except DatelineError as exc:
        return [_finding(say("doctor_start", settings.language), [str(exc)])]
    try:
        findings = [_reader(engine), _calibration(engine)]
        findings.append(_database(engine.library, settings.language))
        try:
            for collection in engine.library.collections():
                findings += _collection(engine, collection, repair=repair)
        except StoreError as exc:
            findings.append(_finding(say("doctor_database", settings.language), [str(exc)]))
        return findings
    finally:
        engine.close()


def _reader(engine: Engine) -> Finding:
    what = say("doctor_reader", engine.settings.language)
    try:
        return _finding(what, [], engine.reader.fingerprint)
    except DatelineError as exc:
        return _finding(what, [str(exc)])


def _calibration(engine: Engine) -> Finding:
    """Whether confidences are calibrated for the models in use."""
    language = engine.settings.language
    what = say("doctor_calibration", language)
    try:
        calibration = engine.calibration
    except DatelineError as exc:
        return _finding(what, [str(exc)])
    if calibration is None:
        return _finding(what, [], say("doctor_not_calibrated", language))
    method, questions = calibration.method, calibration.questions
    detail = say("doctor_calibrated", language, method=method, questions=questions)
    return _finding(what, [], detail)


def _database(library: Library, language: str) -> Finding:
    sound = say("doctor_database_sound", language, file=library.database.name)
    what = say("doctor_database", language)
    try:
        problems = library.database.check()
        if gone := moved_away(library.database):
            problems.append(gone)
        return _finding(what, problems, sound)
    except StoreError as exc:
        return _finding(what, [str(exc)])


def _collection(engine: Engine, collection: Collection, *, repair: bool) -> Iterator[Finding]:
    language, name = engine.settings.language, collection.name
    yield _law(engine.library, collection, language)
    try:
        yield _embedder(engine, collection)
    except DatelineError as exc:
        yield _finding(say("doctor_embedder", language, collection=name), [str(exc)])
        return
    try:
        opened = engine.catalogue.get(name)
    except DatelineError as exc:
        yield _finding(say("doctor_indexes", language, collection=name), [str(exc)])
        return
    for index in opened.followers:
        yield _index(index, opened, language=language, repair=repair)
    yield from _views(engine, collection, repair=repair)


def _views(engine: Engine, collection: Collection, *, repair: bool) -> Iterator[Finding]:
    """What those with labels see; of the texts and indexes for that, only what is wrong."""
    language = engine.settings.language
    there = engine.library.views.of(collection)
    if not there:
        return
    yield _mirrored(engine, collection, len(there), repair=repair)
    for view in there:
        opened = engine.catalogue.open(view)
        found = [_law(engine.library, view, language)]
        found += [_index(one, opened, language=language, repair=repair) for one in opened.followers]
        yield from (finding for finding in found if finding.problem or finding.repaired)


def _mirrored(engine: Engine, collection: Collection, count: int, *, repair: bool) -> Finding:
    """Whether each set of labels sees just the articles that it should."""
    language, views = engine.settings.language, engine.library.views
    what = say("doctor_views", language, collection=collection.name)
    astray = views.astray(collection)
    problems = say("doctor_views_astray", language, count=len(astray))
    if astray and repair:
        views.mend(collection, astray)
        return _rebuilt(what, problems, language)
    wrong = [say("doctor_repair", language, problems=problems)] if astray else []
    return _finding(what, wrong, say("doctor_views_sound", language, count=count))


def _embedder(engine: Engine, collection: Collection) -> Finding:
    """Whether every passage has a vector, by the embedder that the setting names."""
    language, vectors = engine.settings.language, engine.library.vectors
    record = engine.catalogue.record_of(collection)
    embedder = engine.catalogue.embedder_of(collection)
    problems: list[str] = []
    if record.serving.name != engine.settings.embedder:
        names = {"serving": record.serving, "wanted": engine.settings.embedder}
        problems.append(say("doctor_embedder_other", language, **names))
    if missing := vectors.count_missing(collection, embedder.fingerprint):
        problems.append(say("doctor_vectors_missing", language, count=missing))
    if record.next is not None:
        left = vectors.count_missing(collection, record.next.fingerprint)
        problems.append(say("doctor_reembedding", language, embedder=record.next, count=left))
    what = say("doctor_embedder", language, collection=collection.name)
    return _finding(what, problems, str(record.serving))


def _index(name: str, opened: OpenCollection, *, language: str, repair: bool) -> Finding:
    """Whether an index is sound. What did not open has been rebuilt by the time it is open."""
    words = {"dense": "doctor_dense", "lexical": "doctor_lexical"}[name]
    what = say(words, language, collection=opened.collection.name)
    follower = opened.followers[name]
    problems = _verified(follower, language)
    if problems and repair:
        opened.rebuild(name, "; ".join(problems))
        follower.save()
        problems = _verified(follower, language)
    if problems:
        return _finding(what, [say("doctor_repair", language, problems="; ".join(problems))])
    if name in opened.mended:
        return _rebuilt(what, opened.mended[name], language)
    position = opened.library.log.position(opened.collection)
    return _finding(what, [], say("doctor_index_current", language, position=position))


def _verified(follower: Follower, language: str) -> list[str]:
    try:
        return follower.verify()
    except BaseException as exc:  # noqa: BLE001
        return [say("doctor_not_verified", language, reason=_reason(exc))]


def _reason(error: BaseException) -> str:
    """What a library says of a damaged file. A panic in tantivy is not even an `Exception`."""
    if isinstance(error, (KeyboardInterrupt, SystemExit)):
        raise error
    return f"{type(error).__name__}: {error}"


def _rebuilt(what: str, problems: str, language: str) -> Finding:
    detail = say("doctor_rebuilt", language, problems=problems)
    return Finding(what, problem=False, detail=detail, repaired=True)


def _law(library: Library, collection: Collection, language: str) -> Finding:
    """Hashes, offsets of sentences, marks and quotes: everything a citation is made of."""
    problems: list[str] = []
    versions = 0
    try:
        for article in library.every_version(collection):
            versions += 1
            problems += [f"{article.id}: {problem}" for problem in _broken_laws(article, language)]
    except StoreError as exc:
        problems.append(str(exc))
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


def _finding(what: str, problems: list[str], sound: str = "") -> Finding:
    return Finding(what, bool(problems), "; ".join(problems[:5]) or sound)
