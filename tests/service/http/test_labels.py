"""What somebody's labels do not cover changes no reply of any channel.

Every reader of a server with labels is told what a server tells them that holds only what they may
see: the same citations, counts, completions, people and errors.
"""

import random
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from msgspec import Struct, structs

from service.access.key_ring import KeyRing
from service.access.keys import NewKey, Scope
from service.http.runtime import Runtime
from service.settings import Settings
from tests.service.conftest import running, settings_in
from tests.service.every_channel import Said, everything_said

Client = TestClient[Any]
Place = tuple[str, str]
"""A collection and an article's id."""
Sent = dict[str, Any]
"""A state of an article."""

_READING = (Scope.ASK, Scope.READ)
_COLLECTIONS = ("default", "wire")
_NAMES = ("Ines Holt", "Elena Ruiz", "Orla Quint", "Mats Zubrowka")
_WORDS = "ferry bridge lighthouse Marigold minutes quarantine Zubrowka opened captain".split()
_IDS = tuple(f"a{number:02}" for number in range(14))


class _Reader(Struct, frozen=True):
    """Somebody with a key, and what they may see of each collection, with nothing else there."""

    labels: tuple[str, ...]
    headers: dict[str, str]
    oracle: Client
    of_oracle: dict[str, str]
    writing: dict[str, str]

    def sees(self, article: Sent) -> bool:
        """Whether this state of an article is for them."""
        labels = article["visible_to"]
        return not labels or not set(labels).isdisjoint(self.labels)

    def seen(self, states: list[Sent]) -> list[Sent]:
        """The states of an article that they see: none if the last one is not theirs."""
        if not states or not self.sees(states[-1]):
            return []
        return [state for state in states if self.sees(state)]


def _served(folder: Path, stack: ExitStack) -> tuple[Client, KeyRing, dict[str, str]]:
    settings = _settings(folder)
    keys = KeyRing(settings.folder)
    admin = _headers(keys, Scope.ADMIN)
    client = stack.enter_context(running(settings))
    client.put("/v1/collections/wire", headers=admin)
    return client, keys, admin


def _settings(folder: Path) -> Settings:
    free = {"address_per_minute": 0, "token_per_minute": 0, "require_key": True}
    return structs.replace(settings_in(folder), **free)


def _headers(keys: KeyRing, *scopes: Scope, labels: tuple[str, ...] = ()) -> dict[str, str]:
    _, secret = keys.create(NewKey(scopes=scopes, labels=labels))
    return {"authorization": f"Bearer {secret}"}


class _World:
    """A server with labels, and for each reader one that never heard of what they may not see."""

    def __init__(self, folder: Path, stack: ExitStack, chance: random.Random, readers: int) -> None:
        self.chance = chance
        self.stored: dict[Place, list[Sent]] = {}
        self.client, self.keys, self.admin = _served(folder / "all", stack)
        sets = (("desk",), (), ("legal", "unknown"), ("desk", "board"))[:readers]
        self.readers = [self._reader(folder / str(n), stack, own) for n, own in enumerate(sets)]

    def _reader(self, folder: Path, stack: ExitStack, labels: tuple[str, ...]) -> _Reader:
        oracle, keys, admin = _served(folder, stack)
        return _Reader(
            labels,
            _headers(self.keys, *_READING, labels=labels),
            oracle,
            of_oracle=_headers(keys, *_READING),
            writing=admin,
        )

    def add(self) -> None:
        """Add an article, or change the text or the labels of one."""
        place = self.chance.choice(_COLLECTIONS), self.chance.choice(_IDS)
        new, before = _article(place[1], self.chance), self.stored.get(place, [])
        if before and self.chance.random() < 0.5:
            new["visible_to"] = before[-1]["visible_to"]
            self._write(place, [*before, new])
        elif before:
            self._write(place, [*before[:-1], {**before[-1], "visible_to": new["visible_to"]}])
        else:
            self._write(place, [new])

    def remove(self) -> None:
        """Delete an article."""
        if self.stored:
            self._write(self.chance.choice(sorted(self.stored)), [])

    def differences(self) -> Iterator[str]:
        """What somebody is told otherwise than by a server with nothing else."""
        for client in (self.client, *(reader.oracle for reader in self.readers)):
            _forget_deleted(client)
        words = " ".join(self.chance.sample(_WORDS, 2))
        name, id = self.chance.choice(_NAMES), self.chance.choice(_IDS)
        collection = self.chance.choice(_COLLECTIONS)
        for reader in self.readers:
            asked = words, name, id
            told = everything_said(
                self.client, *asked, collection=collection, headers=reader.headers
            )
            wanted = everything_said(
                reader.oracle, *asked, collection=collection, headers=reader.of_oracle
            )
            for one, other in zip(told, wanted, strict=True):
                if _without_labels(one) != _without_labels(other):
                    yield f"{reader.labels}: {one}\n    rather than {other}"

    def _write(self, place: Place, states: list[Sent]) -> None:
        before = self.stored.get(place, [])
        _send(self.client, self.admin, place, states[-1:])
        for reader in self.readers:
            known, seen = reader.seen(before), reader.seen(states)
            is_longer = known and seen[: len(known)] == known
            if known and not seen:
                _send(reader.oracle, reader.writing, place, [])
            for state in seen[len(known) if is_longer else 0 :]:
                _send(reader.oracle, reader.writing, place, [{**state, "visible_to": []}])
        self.stored[place] = states
        if not states:
            del self.stored[place]


def _forget_deleted(client: Client) -> None:
    """Build the indexes of words anew.

    What is deleted counts in the statistics of words until segments are merged, which has a timing
    of its own on each server.
    """
    runtime: Runtime = client.app.dependencies["runtime"].dependency()
    engine = runtime.engine
    for collection in engine.library.collections():
        for one in (collection, *engine.library.views.of(collection)):
            engine.catalogue.open(one).rebuild("lexical", "deleted passages count no more")


def _send(client: Client, headers: dict[str, str], place: Place, state: list[Sent]) -> None:
    """Give a server an article's new state, or let it delete the article."""
    where = {"collection": place[0]}
    if state:
        reply = client.post("/v1/articles", json=state[0], params=where, headers=headers)
    else:
        reply = client.delete(f"/v1/articles/{place[1]}", params=where, headers=headers)
    assert reply.status_code in (200, 201, 204), reply.text


def _article(id: str, chance: random.Random) -> Sent:
    words = " ".join(chance.sample(_WORDS, 3))
    said = " ".join(chance.sample(_WORDS, 3))
    name = chance.choice(_NAMES)
    return {
        "id": id,
        "title": f"The {words}",
        "text": f"The {words} is number {chance.random()}. “The {said} was lost,” said {name}.",
        "source": chance.choice(("Secret Ledger", "Harbor Ledger", None)),
        "published": f"2025-03-{chance.randrange(10, 29)}",
        "authors": [chance.choice(_NAMES)],
        "meta": chance.choice(({"section": "secret"}, {"section": "sea"}, {})),
        "visible_to": chance.choice(([], [], ["desk"], ["legal"], ["board", "desk"])),
    }


def _without_labels(said: Said) -> Said:
    what, status, text = said
    if what.startswith("/v1/alerts"):
        # In the order in which they were added, which is earlier where they were once hidden.
        text = "".join(sorted(text.removesuffix("</feed>").split("<entry>")))
    return what, status, re.sub(r'"visible_to":\s*\[[^\]]*\],?\s*', "", text)


@pytest.mark.gate
@pytest.mark.parametrize(
    ("seed", "readers", "rounds"),
    [
        (1, 3, 2),
        *(pytest.param(seed, 4, 3, marks=pytest.mark.slow) for seed in (1, 2, 3)),
    ],
)
def test_nobody_is_told_more_than_by_a_server_with_what_they_may_see(
    tmp_path: Path, seed: int, readers: int, rounds: int
) -> None:
    chance = random.Random(seed)
    with ExitStack() as stack:
        world = _World(tmp_path, stack, chance, readers)
        for _ in range(rounds):
            for _ in range(12):
                chance.choice((world.add, world.add, world.add, world.remove))()
            assert list(world.differences()) == []


# Who sees what


_ORIGIN = "https://news.example"
_PUBLIC = {"id": "all", "text": "The bridge opened."}
_HIDDEN = {"id": "desk", "text": "The mayor will resign.", "visible_to": ["desk"]}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Client, KeyRing]]:
    """A server that everybody may read, with an article for everybody and one for a label."""
    settings = structs.replace(
        _settings(tmp_path_factory.mktemp("served")), public_read=True, cors_origins=(_ORIGIN,)
    )
    keys = KeyRing(settings.folder)
    admin = _headers(keys, Scope.ADMIN)
    with running(settings) as client:
        for article in (_PUBLIC, _HIDDEN):
            client.post("/v1/articles", json=article, headers=admin)
        yield client, keys


def _seen(client: Client, headers: dict[str, str]) -> list[str]:
    ids = ("all", "desk")
    return [
        id for id in ids if client.get(f"/v1/articles/{id}", headers=headers).status_code == 200
    ]


def test_who_writes_sees_every_article(served: tuple[Client, KeyRing]) -> None:
    client, keys = served

    for scopes in ((Scope.ADMIN,), (Scope.WRITE, Scope.ASK)):
        assert _seen(client, _headers(keys, *scopes)) == ["all", "desk"]


def test_who_reads_sees_what_their_labels_cover(served: tuple[Client, KeyRing]) -> None:
    client, keys = served

    assert _seen(client, {}) == ["all"]
    assert _seen(client, {"origin": _ORIGIN}) == ["all"]
    assert _seen(client, _headers(keys, Scope.READ)) == ["all"]
    assert _seen(client, _headers(keys, Scope.READ, labels=("legal",))) == ["all"]
    assert _seen(client, _headers(keys, Scope.ASK, labels=("legal", "desk"))) == ["all", "desk"]


@pytest.mark.parametrize(("labels", "seen"), [((), ["all"]), (("desk",), ["all", "desk"])])
def test_a_token_covers_what_its_key_does(
    served: tuple[Client, KeyRing], labels: tuple[str, ...], seen: list[str]
) -> None:
    client, keys = served
    made = NewKey(scopes=(Scope.TOKENS,), origins=(_ORIGIN,), labels=labels)
    secret = {"authorization": f"Bearer {keys.create(made)[1]}"}

    token = client.post("/v1/tokens", json={}, headers=secret).json()["token"]

    assert _seen(client, {"authorization": f"Bearer {token}", "origin": _ORIGIN}) == seen


def test_on_loopback_without_keys_every_article_is_seen(client: Client) -> None:
    client.post("/v1/articles", json=_HIDDEN)

    assert client.get("/v1/articles").json()["total"] == 1


@pytest.mark.short(2)
@pytest.mark.parametrize("labels", [["the desk"], [""], "desk", None, [1], ["x"] * 21])
def test_an_article_with_labels_that_are_none_is_refused(
    served: tuple[Client, KeyRing], labels: object
) -> None:
    client, keys = served
    body = {"id": "wrong", "text": "A source spoke.", "visible_to": labels}

    reply = client.post("/v1/articles", json=body, headers=_headers(keys, Scope.ADMIN))

    assert reply.status_code == 422
    assert "visible_to" in reply.text


def test_a_conversation_is_read_by_those_with_the_same_labels(
    served: tuple[Client, KeyRing],
) -> None:
    client, keys = served
    desk = _headers(keys, Scope.ASK, labels=("desk",))
    id = client.post("/v1/conversations", json={}, headers=desk).json()["id"]
    question = {"question": "What will the mayor do?", "conversation_id": id}
    answer = client.post("/v1/ask", json=question, headers=desk).json()
    admin, legal = _headers(keys, Scope.ADMIN), _headers(keys, Scope.ASK, labels=("legal",))
    readers: tuple[dict[str, str], ...] = (desk, admin, {}, legal)

    found = [client.get(f"/v1/conversations/{id}", headers=one).status_code for one in readers]

    assert answer["citations"][0]["article_id"] == "desk"
    assert found == [200, 200, 404, 404]
    assert client.post("/v1/ask", json=question).status_code == 404


def test_feedback_about_what_is_hidden_is_taken_like_that_about_nothing(
    served: tuple[Client, KeyRing],
) -> None:
    client, keys = served
    admin = _headers(keys, Scope.ADMIN)
    version = client.get("/v1/articles/desk", headers=admin).json()["version"]

    def told(id: str, version: str) -> Any:
        place = {"number": 1, "article_id": id, "version": version, "start": 0, "end": 9}
        body = {"answer_id": "ans_0", "verdict": "down", "question": "Why?", "citations": [place]}
        reply = client.post("/v1/feedback", json=body)
        return reply.status_code, reply.json() | {"id": ""}

    taken = 201, {"id": "", "verified": False}
    assert (told("desk", version), told("nothing", "0" * 64)) == (taken, taken)
    kept = client.get("/v1/feedback", headers=admin).json()["feedback"]
    assert [one["citations"] for one in kept] == [[], []]
