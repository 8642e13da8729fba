"""Generated newspapers with known sentences: 1 to 4 columns, heads, page numbers, hyphens."""

import io
import random
from collections.abc import Iterator

from msgspec import Struct

_WORDS = (
    "the a of and to in for on with from by at its their his her that which after before under "
    "council harbour government ferry embankment negotiations population parliament million "
    "statement commission hospital prosecutor university restaurant neighbourhood competition "
    "ministry building children teachers journalists engineers firefighters residents passengers "
    "temperature investigation announcement development environment government transportation "
    "opened closed promised rejected delayed described considered published reported repaired "
    "new old long wet cold empty public several hundred yesterday tomorrow Monday Friday March "
    "street bridge market valley northern southern national municipal electricity independent"
).split()
_LONG_WORDS = [word for word in _WORDS if len(word) > 6]
_SYLLABLES = 4
_MARGIN = 42.0
_WIDEST = 1.2
"""Maximum space relative to font size; looser lines are not justified."""


class Style(Struct, frozen=True):
    """How pages are set."""

    columns: int
    size: float
    gutter: float
    is_justified: bool
    is_hyphenated: bool
    is_indented: bool
    """Whether paragraphs start with an indent rather than a gap."""
    by_rows: bool
    """The file has the lines of all columns row by row."""
    has_heads: bool
    stories: int
    has_pictures: bool


class Paper(Struct, frozen=True):
    """A PDF and its contents."""

    style: Style
    data: bytes
    headlines: tuple[str, ...]
    stories: tuple[tuple[str, ...], ...]
    """The sentences of each, in order."""
    furniture: tuple[str, ...]
    others: tuple[str, ...] = ()
    """Captions."""


def papers(seed: int, count: int) -> Iterator[Paper]:
    """Papers with every number of columns in turn."""
    for number in range(count):
        chance = random.Random(f"{seed} {number}")  # noqa: S311
        yield printed(_style(number % 4 + 1, chance), chance)


def _style(columns: int, chance: random.Random) -> Style:
    return Style(
        columns=columns,
        size=chance.choice((8.0, 9.0, 10.0)),
        gutter=chance.choice((9.0, 11.0, 14.0, 18.0)),
        is_justified=chance.random() < 0.6,
        is_hyphenated=chance.random() < 0.7,
        is_indented=chance.random() < 0.6,
        by_rows=chance.random() < 0.4,
        has_heads=chance.random() < 0.8,
        stories=chance.choice((1, 2, 3)),
        has_pictures=chance.random() < 0.4,
    )


def printed(style: Style, chance: random.Random) -> Paper:
    """Write stories and print them."""
    stories = [_story(chance, chance.randrange(4, 12)) for _ in range(style.stories)]
    headlines = [_headline(chance) for _ in stories]
    press = _Press(style, chance)
    for headline, story in zip(headlines, stories, strict=True):
        press.story(headline, story)
    return Paper(
        style,
        press.finished(),
        tuple(headlines),
        tuple(
            tuple(sentence for paragraph in story for sentence in paragraph) for story in stories
        ),
        tuple(press.furniture),
        tuple(press.captions),
    )


def _sentence(chance: random.Random) -> str:
    words = [chance.choice(_WORDS) for _ in range(chance.randrange(6, 22))]
    if chance.random() < 0.3:
        words.insert(chance.randrange(2, 5), f"{chance.randrange(2, 990)}")
    # A sentence that ends in "a." or "at." seems to go on.
    text = " ".join([*words, chance.choice(_LONG_WORDS)])
    if chance.random() < 0.2:
        return f"“{text[0].upper()}{text[1:]},” {chance.choice(('Moe', 'Brandl', 'Lind'))} said."
    return f"{text[0].upper()}{text[1:]}."


def _story(chance: random.Random, paragraphs: int) -> list[list[str]]:
    return [[_sentence(chance) for _ in range(chance.randrange(1, 6))] for _ in range(paragraphs)]


def _headline(chance: random.Random) -> str:
    words = [chance.choice(_WORDS) for _ in range(chance.randrange(3, 7))]
    return " ".join(words).capitalize()


class _Press:
    """Sets text in columns, page after page."""

    def __init__(self, style: Style, chance: random.Random) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self._style, self._chance = style, chance
        self._held = io.BytesIO()
        self._width, self._height = chance.choice(((595.0, 842.0), (612.0, 792.0), (700.0, 990.0)))
        self._canvas = Canvas(self._held, pagesize=(self._width, self._height))
        self._page, self._top = chance.randrange(1, 30), 0.0
        self._lines: list[tuple[float, float, float, str, float]] = []
        self.furniture: list[str] = []
        self.captions: list[str] = []
        self._open()

    @property
    def _column(self) -> float:
        style = self._style
        whole = self._width - 2 * _MARGIN - (style.columns - 1) * style.gutter
        return whole / style.columns

    def finished(self) -> bytes:
        """The whole PDF."""
        self._close()
        self._canvas.save()
        return self._held.getvalue()

    def story(self, headline: str, paragraphs: list[list[str]]) -> None:
        """Set a headline over all columns, and the story below it in columns of one height."""
        leading = self._style.size * 1.2
        if self._top + 60 + 6 * leading > self._bottom:
            self._turn()
        self._put(_MARGIN, self._top + 18, 18, headline, 0.0)
        self._top += 30
        if self._style.has_pictures:
            self._picture()
        lines = [line for paragraph in paragraphs for line in self._set(" ".join(paragraph))]
        while lines:
            lines = self._fill(lines, leading)

    @property
    def _bottom(self) -> float:
        return self._height - 70

    def _fill(
        self, lines: list[tuple[str, float, bool]], leading: float
    ) -> list[tuple[str, float, bool]]:
        """Fill the columns of this page; return the lines that are left."""
        columns = self._style.columns
        room = int((self._bottom - self._top) / leading)
        if room < 4:
            self._turn()
            return lines
        rows = min(room, -(-len(lines) // columns))
        for at, (text, indent, is_full) in enumerate(lines[: rows * columns]):
            column, row = divmod(at, rows)
            x = _MARGIN + column * (self._column + self._style.gutter)
            y = self._top + (row + 1) * leading
            stretch = self._column - indent if is_full and self._style.is_justified else 0.0
            self._put(x + indent, y, self._style.size, text, stretch)
        left = lines[rows * columns :]
        self._top += (rows + 1.5) * leading
        if left:
            self._turn()
        return left

    def _set(self, text: str) -> Iterator[tuple[str, float, bool]]:
        """Break a paragraph into lines: text, indent, and whether it is wrapped."""
        indent = self._style.size * 1.2 if self._style.is_indented else 0.0
        words = text.split()
        line = ""
        while words:
            word = words.pop(0)
            longer = f"{line} {word}" if line else word
            if self._fits(longer, indent):
                line = longer
                continue
            head, tail = self._parted(line, word, indent)
            yield (f"{line} {head}-" if head else line, indent, True)
            words.insert(0, tail if head else word)
            line, indent = "", 0.0
        yield line, indent, False
        if not self._style.is_indented:
            yield "", 0.0, False

    def _fits(self, text: str, indent: float) -> bool:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        width = stringWidth(text, "Times-Roman", self._style.size)
        return bool(width <= self._column - indent)

    def _parted(self, line: str, word: str, indent: float) -> tuple[str, str]:
        if not self._style.is_hyphenated or not word.isalpha() or len(word) < 2 * _SYLLABLES:
            return "", word
        for at in range(len(word) - 3, 2, -1):
            if self._fits(f"{line} {word[:at]}-", indent):
                return word[:at], word[at:]
        return "", word

    def _picture(self) -> None:
        caption = f"{_headline(self._chance)} Photo {len(self.captions) + 1}"
        self._canvas.rect(_MARGIN, self._height - self._top - 90, self._column, 88)
        self._put(_MARGIN, self._top + 100, 7, caption, 0.0)
        self.captions.append(caption)
        self._top += 112

    def _put(self, x: float, y: float, size: float, text: str, stretch: float) -> None:
        if text:
            self._lines.append((x, y, size, text, stretch))

    def _turn(self) -> None:
        self._close()
        self._canvas.showPage()
        self._page += 1
        self._open()

    def _open(self) -> None:
        self._top = 60.0
        if self._style.has_heads:
            head = f"The Osterby Gazette   Tuesday 3 March 2026   {self._page}"
            foot = "© Osterby Gazette. For subscribers only."
            self._put(_MARGIN, 36, 9, head, 0.0)
            self._put(_MARGIN, self._height - 30, 7, foot, 0.0)
            self.furniture = [*self.furniture, head, foot]

    def _close(self) -> None:
        order = self._lines
        if self._style.by_rows:
            order = sorted(order, key=lambda line: (line[1], line[0]))
        for x, y, size, text, stretch in order:
            self._draw(x, self._height - y, size, text, stretch)
        self._lines = []

    def _draw(self, x: float, y: float, size: float, text: str, stretch: float) -> None:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        shown = self._canvas.beginText(x, y)
        shown.setFont("Times-Bold" if size > 12 else "Times-Roman", size)
        spaces = max(text.count(" "), 1)
        wider = (stretch - stringWidth(text, "Times-Roman", size)) / spaces if stretch else 0.0
        shown.setWordSpace(wider if wider <= _WIDEST * size else 0.0)
        shown.textOut(text)
        self._canvas.drawText(shown)
