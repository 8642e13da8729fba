"""Generated stories with what outlets, exports and file systems really do to their ids.

Every story is made from the same few moulds, so that different ones share most of their words, and
`Told` remembers which story a document truly tells, in which state.
"""

import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

from msgspec import Struct

from index.formats import read_bytes, read_paths
from index.records import Document, Rejected

_SYLLABLES = ("bra", "vel", "os", "tor", "min", "gal", "hen", "sku", "lor", "wick", "dun", "fa")
_PLACES = ("bridge", "library", "harbour", "school", "mill", "tram line", "clinic", "market hall")
_DEEDS = ("reopened", "closed", "was sold", "burned down", "was flooded", "was extended")
_SPEAKERS = ("mayor", "director", "judge", "engineer", "fire chief", "headteacher")
_MOULDS = (
    "The {place} in {town} {deed} on {day}, officials said.",
    "{name} {surname}, the {speaker} of {town}, said the work had cost {number} million euros.",
    '"We waited {number} years for this," {name} {surname} said on {day}.',
    "About {number} people came to the {place}, according to {name} {surname}.",
    "The council of {town} votes on the {place} in {month}.",
    "{surname} did not say when the {place} in {town} would be finished.",
    "In {month} the {place} had been inspected by {name} {surname} of {firm}.",
    "{firm} employs {number} people in {town} and {other}.",
    "A report by {firm} had warned of the state of the {place} near {other}.",
    "Residents of {other} asked for {number} more buses to {town}.",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_MONTHS = ("January", "March", "May", "June", "October")
_FIRST_DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Story(Struct, frozen=True):
    """What happened, in one state of the telling."""

    key: int
    title: str
    sentences: tuple[str, ...]
    names: dict[str, str]
    hour: int

    @property
    def text(self) -> str:
        """As one text."""
        return " ".join(self.sentences)

    @property
    def when(self) -> datetime:
        """When this state was published."""
        return _FIRST_DAY + timedelta(hours=self.hour)


class Told(Struct, frozen=True):
    """A document, which story it tells, and whether an earlier one claimed the same for it."""

    document: Document
    story: Story
    is_correction: bool


class Newsroom:
    """Makes stories and corrections of them; every one later than those before."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self._made = 0
        # Few, so that different stories name the same people and towns.
        self._pool = ["".join(self.chance.choices(_SYLLABLES, k=3)).title() for _ in range(60)]

    def story(self) -> Story:
        """A new story."""
        self._made += 1
        names = self._names()
        moulds = [_MOULDS[0], *self.chance.sample(_MOULDS[1:], self.chance.randint(3, 7))]
        return Story(
            self._made,
            f"{names['town']}: {names['place']} {names['deed']}",
            tuple(self._filled(mould, names) for mould in moulds),
            names,
            self._made,
        )

    def correction(self, story: Story) -> Story:
        """The same story in a later state: a number or a name changed, or much rewritten."""
        self._made += 1
        return self.chance.choice((self._small, self._small, self._large))(story)

    def _small(self, story: Story) -> Story:
        place = self.chance.randrange(len(story.sentences))
        changed = [*story.sentences]
        old = story.names["surname"] if story.names["surname"] in changed[place] else None
        changed[place] = (
            changed[place].replace(old, self._name(), 1) if old else f"{changed[place][:-1]} again."
        )
        return Story(story.key, story.title, tuple(changed), story.names, self._made)

    def _large(self, story: Story) -> Story:
        """A third of the sentences goes, two come, and the headline is another."""
        kept = [s for n, s in enumerate(story.sentences) if n % 3 != 1]
        added = [self._filled(mould, story.names) for mould in self.chance.sample(_MOULDS, 2)]
        title = f"What is known of the {story.names['place']} in {story.names['town']}"
        return Story(story.key, title, (*kept, *added), story.names, self._made)

    def _names(self) -> dict[str, str]:
        kinds = {"place": _PLACES, "deed": _DEEDS, "speaker": _SPEAKERS}
        chosen = {kind: self.chance.choice(words) for kind, words in kinds.items()}
        named = ("town", "other", "name", "surname", "firm")
        return chosen | {kind: self._name() for kind in named}

    def _name(self) -> str:
        return self.chance.choice(self._pool)

    def _filled(self, mould: str, names: dict[str, str]) -> str:
        return mould.format(
            number=self.chance.randint(2, 900),
            day=self.chance.choice(_DAYS),
            month=self.chance.choice(_MONTHS),
            **names,
        )


class World:
    """A folder that changes from day to day, and what is read from it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._room = Newsroom(seed)
        self._made = 0

    def tell(self, claims: int) -> Iterator[Told]:
        """At least so many documents, in the order in which a user meets them."""
        habits: list[Callable[[], Iterator[Told]]] = [
            self._feed_with_one_guid_for_all,
            self._feeds_with_the_same_numbers,
            self._pages_that_name_the_home_page,
            self._file_moved,
            self._file_overwritten,
            self._export_with_row_numbers,
            self._export_with_ids,
            self._standard_input,
            self._wire_copy,
            self._url_in_other_words,
        ]
        told = 0
        while told < claims:
            for habit in habits:
                for one in habit():
                    told += 1
                    yield one

    def _feed_with_one_guid_for_all(self) -> Iterator[Told]:
        site, name = self._site(), self._file("feed.xml")
        stories = [self._room.story() for _ in range(3)]
        yield from self._read(name, _feed(site, [(s, "1") for s in stories]), stories)
        stories = [self._room.correction(stories[0]), *stories[1:]]
        yield from self._read(name, _feed(site, [(s, "1") for s in stories]), stories, {0})

    def _feeds_with_the_same_numbers(self) -> Iterator[Told]:
        for _ in range(2):
            site, name = self._site(), self._file("feed.xml")
            stories = [self._room.story() for _ in range(3)]
            entries = [(story, str(number)) for number, story in enumerate(stories)]
            yield from self._read(name, _feed(site, entries), stories)
            stories = [stories[0], self._room.correction(stories[1]), self._room.story()]
            entries = [(story, str(number)) for number, story in enumerate(stories)]
            yield from self._read(name, _feed(site, entries), stories, {1})

    def _pages_that_name_the_home_page(self) -> Iterator[Told]:
        home = f"https://{self._site()}/"
        pages = [(self._file("page.html"), self._room.story()) for _ in range(6)]
        for name, story in pages:
            yield from self._read(name, _page(story, home), [story])
        for name, story in pages[:2]:
            later = self._room.correction(story)
            yield from self._read(name, _page(later, home), [later], {0})

    def _file_moved(self) -> Iterator[Told]:
        old, new, story = self._file("a.txt"), self._file("b.txt"), self._room.story()
        yield from self._read(old, story.text, [story])
        old.unlink()
        yield from self._read(new, story.text, [story])
        later = self._room.correction(story)
        yield from self._read(new, later.text, [later], {0})

    def _file_overwritten(self) -> Iterator[Told]:
        name = self._file("latest.txt")
        for _ in range(3):
            story = self._room.story()
            yield from self._read(name, story.text, [story])
            later = self._room.correction(story)
            yield from self._read(name, later.text, [later], {0})

    def _export_with_row_numbers(self) -> Iterator[Told]:
        for _ in range(2):
            stories = [self._room.story() for _ in range(3)]
            rows = [_row(story, id=number) for number, story in enumerate(stories, 1)]
            yield from self._read(self._file("export.jsonl"), _lines(rows), stories)

    def _export_with_ids(self) -> Iterator[Told]:
        stories = [self._room.story() for _ in range(4)]
        for corrected in (set[int](), {1, 3}):
            stories = [
                self._room.correction(story) if number in corrected else story
                for number, story in enumerate(stories)
            ]
            rows = [_row(story, id=f"cms-{story.key}") for story in stories]
            yield from self._read(self._file("export.jsonl"), _lines(rows), stories, corrected)

    def _standard_input(self) -> Iterator[Told]:
        for _ in range(2):
            story = self._room.story()
            for found in read_bytes(story.text.encode(), "standard input"):
                yield Told(_document(found), story, is_correction=False)

    def _wire_copy(self) -> Iterator[Told]:
        """One text at two outlets: an article of each, so a story of each."""
        story = self._room.story()
        for source in (self._site(), self._site()):
            story = Story(-story.hour, story.title, story.sentences, story.names, story.hour + 1)
            rows = [_row(story, id="wire-1", source=source)]
            yield from self._read(self._file("wire.jsonl"), _lines(rows), [story])

    def _url_in_other_words(self) -> Iterator[Told]:
        site, story = self._site(), self._room.story()
        later = self._room.correction(story)
        addresses = (f"http://www.{site}/a/1/", f"https://{site}/a/1?utm_source=x#top")
        for address, state in zip(addresses, (story, later), strict=True):
            rows = [_row(state, url=address)]
            is_later = {0} if state is later else set[int]()
            yield from self._read(self._file("rows.jsonl"), _lines(rows), [state], is_later)

    def _site(self) -> str:
        self._made += 1
        return f"outlet{self._made}.example"

    def _file(self, name: str) -> Path:
        self._made += 1
        file = self._folder / f"d{self._made}" / name
        file.parent.mkdir(parents=True)
        return file

    def _read(
        self, file: Path, content: str, stories: list[Story], corrected: set[int] | None = None
    ) -> Iterator[Told]:
        file.write_text(content, encoding="utf-8")
        for number, found in enumerate(read_paths([file])):
            yield Told(_document(found), stories[number], number in (corrected or set()))


def _document(found: Document | Rejected) -> Document:
    assert isinstance(found, Document), found
    return found


def _lines(rows: list[dict[str, object]]) -> str:
    return "\n".join(map(json.dumps, rows))


def _row(story: Story, **fields: object) -> dict[str, object]:
    when = story.when.isoformat()
    return {"title": story.title, "text": story.text, "published": when, **fields}


def _page(story: Story, canonical: str) -> str:
    paragraphs = "".join(f"<p>{escape(sentence)}</p>" for sentence in story.sentences)
    return (
        f'<html><head><title>{escape(story.title)}</title><link rel="canonical" href="{canonical}">'
        f"</head><body><article><h1>{escape(story.title)}</h1>{paragraphs}</article></body></html>"
    )


def _feed(site: str, entries: list[tuple[Story, str]]) -> str:
    items = "".join(
        f"<item><title>{escape(story.title)}</title><link>https://{site}/{story.key}</link>"
        f'<guid isPermaLink="false">{guid}</guid><pubDate>{format_datetime(story.when)}</pubDate>'
        f"<description>{escape(story.text)}</description></item>"
        for story, guid in entries
    )
    return f'<rss version="2.0"><channel><title>{site}</title>{items}</channel></rss>'
