"""Whether callers can detect articles that their labels do not let them see.

`python -m eval.benches.probing` creates a library with half of a set of made-up stories, visible
only to a label. A caller without labels then asks for every story by id, words and speaker, over
HTTP. Three classifiers try to tell which stories exist: by the content of the response (trained on
half of the stories), its length, and its time.
"""

import argparse
import http.client
import json
import random
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
from msgspec import Struct, structs
from rich.console import Console
from rich.table import Table

from eval.metrics.answerability import auroc
from eval.support.machine import timed
from eval.support.servers import Server, running_server
from index.records import Document
from service.access.key_ring import KeyRing
from service.access.keys import NewKey, Scope
from service.engine import Engine
from service.settings import load as load_settings

_PARTS = {"embedder": "letters", "reader": "sentence"}
_SERVED = {"require_key": "true", "token_per_minute": "0", "address_per_minute": "0"}
_STORIES, _PUBLIC, _LABEL = 400, 200, "desk"
_SYLLABLES = "ba ko ri mu ze lo va ni tu pe da so gi fu".split()
_CHANGING = re.compile(
    r'"(?:request_id|instance|id|took_ms)":\s*(?:"[^"]*"|[\d.]+)|"\w*ms":{[^}]*}'
)


class Story(Struct, frozen=True):
    """A made-up story, and whether it is there."""

    name: str
    word: str
    is_there: bool

    @property
    def document(self) -> Document:
        """The story as an article."""
        return Document(
            id=f"story-{self.word}",
            title=f"The {self.word} was sold",
            text=f"The {self.word} was sold on Friday. “It was time,” said Ana {self.name}.",
            format="txt",
            origin="made up",
            outlet="Ledger",
            published="2025-03-04",
        )


class Probe(Struct, frozen=True):
    """One request about a story, and its reply without the story's own words."""

    channel: str
    story: Story
    reply: str
    milliseconds: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Probe and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--probes", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    chance = random.Random(options.seed)  # noqa: S311
    stories = list(_stories(chance))
    with tempfile.TemporaryDirectory() as folder, timed() as timing:
        data = Path(folder) / "data"
        secret = _filled(data, stories)
        with running_server(data, Path(folder) / "log", **_PARTS, **_SERVED) as server:
            probes = list(_probes(server, secret, stories, options.probes, chance))
    Console(width=150).print(_table(probes))
    Console().print(f"{len(probes):,} probes; CPU steal {timing.steal:.1%}")


def _stories(chance: random.Random) -> Iterator[Story]:
    """Every other one is there; names and words are as long as each other."""
    taken: set[str] = set()
    while len(taken) < 2 * _STORIES:
        taken.add("".join(chance.choices(_SYLLABLES, k=4)))
    words = sorted(taken)
    chance.shuffle(words)
    for number in range(_STORIES):
        name, word = words[2 * number : 2 * number + 2]
        yield Story(name.capitalize(), word, number % 2 == 0)


def _filled(data: Path, stories: Sequence[Story]) -> str:
    """Make the library; the secret of a key without labels."""
    engine = Engine(load_settings({}, data=str(data), **_PARTS), calibrated=False)
    hidden = [
        structs.replace(one.document, visible_to=(_LABEL,)) for one in stories if one.is_there
    ]
    public = [
        structs.replace(Story(f"Lee{n}", f"house{n}", is_there=True).document, id=f"public-{n}")
        for n in range(_PUBLIC)
    ]
    for _ in engine.ingester.add(engine.collection(None), [*public, *hidden]):
        pass
    engine.close()
    return KeyRing(data).create(NewKey(scopes=(Scope.ASK, Scope.READ)))[1]


def _probes(
    server: Server, secret: str, stories: Sequence[Story], count: int, chance: random.Random
) -> Iterator[Probe]:
    connection = http.client.HTTPConnection(server.address.removeprefix("http://"))
    headers = {"authorization": f"Bearer {secret}", "content-type": "application/json"}
    warm = Story("Nobody", "nothing", is_there=False)
    for channel in _CHANNELS:
        for _ in range(20):
            _probe(connection, headers, channel, warm)
    for _ in range(count):
        yield _probe(connection, headers, chance.choice(list(_CHANNELS)), chance.choice(stories))


_CHANNELS: dict[str, tuple[str, str, dict[str, Any] | None]] = {
    "article": ("GET", "/v1/articles/story-{word}", None),
    "quotes of article": ("GET", "/v1/articles/story-{word}/quotes", None),
    "list": ("GET", "/v1/articles?after=story-{word}&limit=3", None),
    "suggest": ("GET", "/v1/suggest?q=what about the {word}", None),
    "people": ("GET", "/v1/people?q={name}", None),
    "search": ("POST", "/v1/search", {"question": "{word}"}),
    "ask": ("POST", "/v1/ask", {"question": "What did Ana {name} say about the {word}?"}),
    "ask within": (
        *("POST", "/v1/ask"),
        {"question": "What was sold?", "filters": {"article_ids": ["story-{word}"]}},
    ),
}


def _probe(
    connection: http.client.HTTPConnection, headers: dict[str, str], channel: str, story: Story
) -> Probe:
    method, path, body = _CHANNELS[channel]
    target = quote(_filled_in(path, story), safe="/?=&")
    data = None if body is None else _filled_in(json.dumps(body), story).encode()
    start = time.perf_counter()
    connection.request(method, target, data, headers)
    reply = connection.getresponse()
    text = f"{reply.status} {reply.read().decode()}"
    milliseconds = (time.perf_counter() - start) * 1000
    return Probe(channel, story, _plain(text, story), milliseconds)


def _filled_in(text: str, story: Story) -> str:
    return text.replace("{word}", story.word).replace("{name}", story.name)


def _plain(text: str, story: Story) -> str:
    """A reply without what is asked for and what differs at each request."""
    own = re.compile(f"{story.word}|{story.name}", re.IGNORECASE)
    return own.sub("", _CHANGING.sub("", text))


def _table(probes: Sequence[Probe]) -> Table:
    table = Table("channel", "probes", "replies", "by the reply", "its length", "its time")
    for channel in (*_CHANNELS, None):
        mine = [one for one in probes if channel in (one.channel, None)]
        columns = (
            _learned(mine),
            [float(len(one.reply)) for one in mine],
            [one.milliseconds for one in mine],
        )
        table.add_row(
            channel or "all",
            f"{len(mine):,}",
            f"{len({(one.channel, one.reply) for one in mine}):,}",
            *(_told_by(mine, values) for values in columns),
        )
    return table


def _learned(probes: Sequence[Probe]) -> list[float]:
    """How much more often than others stories of the other half were there, by the reply."""
    words = sorted({one.story.word for one in probes})
    half = {word: number % 2 for number, word in enumerate(words)}
    seen: defaultdict[tuple[int, str, str], list[bool]] = defaultdict(list)
    of_channel: defaultdict[tuple[int, str], list[bool]] = defaultdict(list)
    for one in probes:
        seen[half[one.story.word], one.channel, one.reply].append(one.story.is_there)
        of_channel[half[one.story.word], one.channel].append(one.story.is_there)
    found: list[float] = []
    for one in probes:
        other = 1 - half[one.story.word]
        usual = of_channel[other, one.channel]
        alike = seen.get((other, one.channel, one.reply), usual)
        found.append(1 + sum(alike) / len(alike) - sum(usual) / max(1, len(usual)))
    return found


def _told_by(probes: Sequence[Probe], values: Sequence[float]) -> str:
    """The AUROC: how often of two stories the one that is there has the larger values.

    Values are compared within channels, and of a story's probes the median counts: they are alike.
    """
    medians = {
        channel: float(np.median([v for one, v in _both(probes, values) if one.channel == channel]))
        for channel in {one.channel for one in probes}
    }
    of_story: defaultdict[Story, list[float]] = defaultdict(list)
    for one, value in _both(probes, values):
        of_story[one.story].append(value / medians[one.channel])
    medians_of = [round(float(np.median(found)), 9) for found in of_story.values()]
    there = np.array([story.is_there for story in of_story], float)
    places = np.unique(medians_of, return_inverse=True)[1] / len(medians_of)
    positive, negative = float(there.sum()), float(len(there) - there.sum())
    # Of the statistic of Mann and Whitney by chance alone; ties make it less.
    error = ((positive + negative + 1) / (12 * positive * negative)) ** 0.5
    return f"{auroc(places, there):.3f}; chance .5 ± {1.96 * error:.3f}"


def _both(probes: Sequence[Probe], values: Sequence[float]) -> Iterator[tuple[Probe, float]]:
    return zip(probes, values, strict=True)


if __name__ == "__main__":
    main()
