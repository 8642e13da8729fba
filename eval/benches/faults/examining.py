"""Reopens the folder after a fault and checks that nothing was lost, torn or wrong."""

from collections.abc import Iterator, Mapping
from contextvars import copy_context
from pathlib import Path

from eval.benches.faults.operations import (
    FIRST,
    Operation,
    State,
    backup_of,
    restored_of,
    secret_file,
)
from index.errors import DatelineError
from index.reach import Reach, confine
from index.store.library import Library
from index.store.values import Collection
from service.access.key_ring import KeyRing
from service.access.keys import Scope
from service.backups.manifest import verified
from service.commands.steps.examining import examine
from service.engine import Engine
from service.settings import Settings


def states_of(operation: Operation, first: State = FIRST) -> list[dict[str, str]]:
    """The expected state before the first step and after each."""
    states = [dict(first)]
    for step in operation.steps:
        after = {**states[-1], **{k: v for k, v in step.changes.items() if v is not None}}
        gone = {id for id, text in step.changes.items() if text is None}
        states.append({id: text for id, text in after.items() if id not in gone})
    return states


def problems_after(settings: Settings, operation: Operation, acknowledged: int) -> list[str]:
    """All problems found.

    Args:
        settings: the folder's settings.
        operation: the interrupted operation.
        acknowledged: the number of completed steps.
    """
    problems = list(_of_copies(settings, operation, acknowledged))
    if operation.name == "re-embed":
        _finish_reembedding(settings)
    mended = examine(settings, repair=True)
    problems += [f"doctor: {f.what}: {f.detail}" for f in mended if f.problem]
    problems += [
        f"doctor again: {f.what}: {f.detail}" for f in examine(settings) if f.problem or f.repaired
    ]
    engine = Engine(settings)
    try:
        problems += _of_articles(engine, operation, acknowledged)
    finally:
        engine.close()
    return problems


def _finish_reembedding(settings: Settings) -> None:
    """Go on where it was interrupted: what the doctor advises."""
    engine = Engine(settings)
    list(engine.reembed(engine.collection(None)))
    engine.close()


def _of_articles(engine: Engine, operation: Operation, acknowledged: int) -> Iterator[str]:
    """Exactly what was acknowledged, or the next step whole; and found by its words."""
    if operation.name == "upgrade":
        return
    collection = engine.collection(None)
    current = {
        article.id: article.text
        for article in engine.library.every_version(collection)
        if not article.superseded
    }
    states = states_of(operation)
    if current not in states[acknowledged : acknowledged + 2]:
        yield f"the articles are {_shown(current)}, after {acknowledged} steps"
    yield from _of_index(engine, current)
    yield from _of_views(engine)
    if operation.name == "reread" and acknowledged == len(operation.steps):
        silent = [a.id for a in engine.library.every_version(collection) if not a.quotes]
        if silent:
            yield f"no quotations in {silent}"


def _of_views(engine: Engine) -> Iterator[str]:
    """What has labels is not among what everybody sees, and what has none is."""
    collection = engine.collection(None)
    everything = engine.library.every_version(collection)
    public = {a.id for a in everything if not (a.superseded or a.visible_to)}
    # In a separate context: confinement is permanent.
    seen = copy_context().run(_public_ids, engine.library, collection)
    if seen != public:
        yield f"everybody sees {sorted(seen)}, may see {sorted(public)}"


def _public_ids(library: Library, collection: Collection) -> set[str]:
    confine(Reach(labels=frozenset()))
    return {article.id for article in library.all_articles(library.views.seen(collection))}


def _of_index(engine: Engine, current: Mapping[str, str]) -> Iterator[str]:
    """Each article is found by the word that it alone has, and what is gone is not."""
    opened = engine.catalogue.get("default")
    words = {text.split()[0] for text in (*current.values(), *FIRST.values())}
    for word in sorted(words):
        _, ids = opened.lexical.search(word, 10)
        found = engine.library.locate(opened.collection, [int(id) for id in ids])
        if len(found) != len(ids):
            yield f"{word}: {len(ids) - len(found)} passages are found that are gone"
        articles = {one.article.id for one in found.values()}
        expected = {id for id, text in current.items() if text.startswith(word)}
        if articles != expected:
            yield f"{word}: found in {sorted(articles)}, is in {sorted(expected)}"


def _of_copies(settings: Settings, operation: Operation, acknowledged: int) -> Iterator[str]:
    """Whether a backup or restored folder is whole or not there, and a key that was shown holds."""
    backup, restored = backup_of(settings), restored_of(settings)
    done = acknowledged == len(operation.steps)
    if operation.name.startswith("backup") and (done or backup.exists()):
        yield from _of_backup(backup)
    if operation.name.startswith("restore"):
        yield from _of_backup(backup)
        if done or restored.exists():
            yield from _of_library(restored)
    if operation.name == "keys" and done:
        secret = secret_file(settings).read_text(encoding="utf-8")
        try:
            KeyRing(settings.folder).check(secret, Scope.ASK)
        except DatelineError as exc:
            yield f"the key that was shown is refused: {exc}"


def _of_backup(backup: Path) -> Iterator[str]:
    try:
        verified(backup)
    except DatelineError as exc:
        yield f"backup: {exc}"


def _of_library(folder: Path) -> Iterator[str]:
    library = Library(folder / "library.db")
    collection = library.collection("default")
    found = {article.id: article.text for article in library.every_version(collection)}
    library.close()
    if found != FIRST:
        yield f"restored: {_shown(found)}"


def _shown(texts: Mapping[str, str]) -> dict[str, str]:
    return {id: text.split()[0] for id, text in sorted(texts.items())}
