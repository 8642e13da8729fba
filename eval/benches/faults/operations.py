"""The operations under test, in steps, each with the expected state afterwards."""

import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct, structs

import index.embedders
from index.errors import UnreadableFileError
from index.outcomes import Status
from index.records import Document
from service.access.key_ring import KeyRing
from service.access.keys import NewKey, Scope
from service.backups.making import make_backup
from service.backups.restoring import restore_backup
from service.commands.steps.going_back import rolled_back
from service.engine import Engine
from service.settings import Settings, load

State = Mapping[str, str]
"""The text of each article, by id."""
LABELS = ("desk",)

_CITIES = ("Almere", "Bergen", "Coimbra", "Dundee", "Eskilstuna", "Ferrara")


class Step(Struct, frozen=True):
    """One thing that is acknowledged when it returns."""

    do: Callable[[Engine], object]
    changes: Mapping[str, str | None] = {}
    """The articles' texts afterwards; None: deleted."""


class Operation(Struct, frozen=True):
    """Steps on a folder that was prepared for them."""

    name: str
    steps: Sequence[Step]
    embedder: str = "letters"
    prepare: Callable[[Settings], object] = lambda _: None


def settings_in(folder: Path, embedder: str = "letters") -> Settings:
    """Settings of a data folder with the smallest parts."""
    parts = str(Path(__file__).with_name("embedders"))
    if parts not in index.embedders.__path__:
        index.embedders.__path__.append(parts)
    return load(
        {}, data=str(folder / "data"), embedder=embedder, reader="sentence", attribution="rules"
    )


def text_of(word: str) -> str:
    """An article that only this word finds."""
    said = f"Mayor Elena Ruiz said: “The quay at {word} will reopen in spring.”"
    return f"{word} repairs its quay\n\nThe harbour of {word} was closed on Monday.\n\n{said}"


FIRST: State = {f"s{number}": text_of(word) for number, word in enumerate(_CITIES)}
"""The state before."""


def operations(older: Path | None = None) -> list[Operation]:
    """Everything that changes a data folder; with `older`, also the upgrade of that dump."""
    found = [
        Operation("add", [_add(a="Gdansk", b="Haarlem"), _add(c="Izmir")]),
        Operation("replace", [_add(s0="Jerez"), _add(s1="Kavala", s2="Lorient")]),
        Operation("delete", [_delete("s0"), _delete("s3")]),
        Operation("re-embed", [Step(_reembed), Step(_delete_old)], embedder="mirrored"),
        Operation("reread", [Step(_reread)], prepare=_forget_quotations),
        Operation("rebuild", [Step(_rebuild)]),
        Operation("backup", [Step(_back_up)]),
        Operation("backup of changes", [Step(_back_up)], prepare=_make_earlier_backup),
        Operation("restore", [Step(_restore)], prepare=_make_backup),
        Operation("restore of changes", [Step(_restore)], prepare=_make_backups),
        Operation("keys", [Step(_create_key)]),
        Operation("labels", [_label("x", "Jerez"), _label("s0")], prepare=_make_labelled_key),
        Operation("embargo", [_hold("s1"), Step(_release, {"s1": FIRST["s1"]})]),
        Operation(
            "roll back", [_delete("s0"), Step(_go_back, {"s0": FIRST["s0"]})], prepare=_make_backup
        ),
    ]
    if older is not None:
        found.append(Operation("upgrade", [Step(_open)], prepare=lambda s: _put_older(s, older)))
    return found


def base(folder: Path) -> None:
    """Create the initial data folder."""
    engine = Engine(settings_in(folder))
    documents = [_document(id, text) for id, text in FIRST.items()]
    list(engine.ingester.add(engine.collection(None), documents))
    engine.close()


def backup_of(settings: Settings) -> Path:
    """The backup's folder."""
    return settings.folder.parent / "backup"


def _earlier_backup_of(settings: Settings) -> Path:
    """Where the backup is that another one continues."""
    return settings.folder.parent / "earlier"


def restored_of(settings: Settings) -> Path:
    """The folder it is restored to."""
    return settings.folder.parent / "restored"


def _document(id: str, text: str) -> Document:
    return Document(id=id, text=text, format="txt", origin=f"{id}.txt", outlet="Quay Courier")


def _add(**words: str) -> Step:
    texts = {id: text_of(word) for id, word in words.items()}
    documents = [_document(id, text) for id, text in texts.items()]
    return Step(lambda engine: _store(engine, documents), texts)


def _label(id: str, word: str | None = None) -> Step:
    """An article becomes one that not everybody sees: a new one, or one of the first."""
    text = FIRST[id] if word is None else text_of(word)
    labelled = structs.replace(_document(id, text), visible_to=LABELS)
    return Step(lambda engine: _store(engine, [labelled]), {id: text})


def _hold(id: str) -> Step:
    """An article that could be read is under embargo from then on."""
    held = structs.replace(_document(id, FIRST[id]), embargoed_until="2999-01-01")
    return Step(lambda engine: _store(engine, [held]), {id: None})


def _release(engine: Engine) -> None:
    engine.ingester.release(at=datetime(2999, 1, 2, tzinfo=UTC).timestamp())


def _store(engine: Engine, documents: Sequence[Document]) -> None:
    for outcome in engine.ingester.add(engine.collection(None), documents):
        if outcome.status is Status.REJECTED:
            raise UnreadableFileError(f"{outcome.origin}: {outcome.reason}")


def _delete(id: str) -> Step:
    def delete(engine: Engine) -> None:
        collection = engine.collection(None)
        if engine.library.known_digests(collection, [id]):
            engine.library.remove(collection, id)
        engine.catalogue.follow(collection)

    return Step(delete, {id: None})


def _reembed(engine: Engine) -> None:
    list(engine.reembed(engine.collection(None)))
    engine.catalogue.follow_all()


def _delete_old(engine: Engine) -> None:
    engine.delete_old_vectors(engine.collection(None))


def _reread(engine: Engine) -> None:
    list(engine.reread(engine.collection(None)))


def _rebuild(engine: Engine) -> None:
    opened = engine.catalogue.get("default")
    for name, follower in opened.followers.items():
        opened.rebuild(name, "as an operation")
        follower.save()


def _back_up(engine: Engine) -> None:
    earlier = _earlier_backup_of(engine.settings)
    make_backup(engine.settings, backup_of(engine.settings), earlier if earlier.exists() else None)


def _restore(engine: Engine) -> None:
    restore_backup(backup_of(engine.settings), restored_of(engine.settings))


def _go_back(engine: Engine) -> None:
    rolled_back(engine, backup_of(engine.settings))
    engine.catalogue.follow_all()


def _create_key(engine: Engine) -> None:
    _, secret = KeyRing(engine.settings.folder).create(NewKey(scopes=(Scope.ASK,)))
    # Outside of what faults concern: what was shown once.
    with os.fdopen(os.open(secret_file(engine.settings), os.O_WRONLY | os.O_CREAT), "w") as file:
        file.write(secret)


def secret_file(settings: Settings) -> Path:
    """The file with the last key's secret."""
    folder = settings.folder.parent
    return folder.with_name(f"{folder.name}-secret")


def _open(engine: Engine) -> None:
    engine.open()


# What a folder is prepared with


def _make_backup(settings: Settings) -> None:
    make_backup(settings, backup_of(settings))


def _make_earlier_backup(settings: Settings) -> None:
    make_backup(settings, _earlier_backup_of(settings))


def _make_backups(settings: Settings) -> None:
    _make_earlier_backup(settings)
    make_backup(settings, backup_of(settings), _earlier_backup_of(settings))


def _make_labelled_key(settings: Settings) -> None:
    """Whoever has it needs a copy of the collection."""
    KeyRing(settings.folder).create(NewKey(scopes=(Scope.READ,), labels=LABELS))


def _forget_quotations(settings: Settings) -> None:
    """Articles as if they had been added before quotations were found."""
    # An empty array in MessagePack.
    connection = sqlite3.connect(settings.file)
    with connection:
        connection.execute("UPDATE versions SET quotes = ?", (b"\x90",))
    connection.close()


def _put_older(settings: Settings, dump: Path) -> None:
    """An older library in the place of the present one, without indexes."""
    for path in [*settings.folder.glob("library.db*")]:
        path.unlink()
    connection = sqlite3.connect(settings.file)
    with connection:
        connection.executescript(dump.read_text(encoding="utf-8"))
    connection.close()
