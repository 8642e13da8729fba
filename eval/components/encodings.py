"""Encoding detection: `python -m eval.components.encodings [--seed N]`.

Generated texts in twelve encodings, declared correctly, wrongly or not at all, with up to 2 %
damaged bytes, from 0.3 to 300 KB. A text is right if it has as many of the original's words as the
right encoding would have given. The second table shows what the wrong ones were read as.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product

import click
from msgspec import Struct
from rich.console import Console
from rich.table import Table

from index.errors import UnreadableFileError
from index.files.encodings import decode
from index.text.word_lists import read_sections

LANGUAGES = {
    "utf-8": ("de", "fr", "pl", "ru", "el", "ja", "zh", "en"),
    "cp1252": ("de", "fr", "en"),
    "cp1250": ("pl",),
    "cp1251": ("ru",),
    "koi8_r": ("ru",),
    "cp1253": ("el",),
    "cp1254": ("tr",),
    "cp932": ("ja",),
    "euc_jp": ("ja",),
    "gb18030": ("zh",),
    "big5": ("zh-hant",),
    "cp949": ("ko",),
}
"""The encodings, and the languages that are written in them."""
DECLARED = ("rightly", "not", "as utf-8", "as latin-1", "as another")
DAMAGE = (0.0, 0.001, 0.01, 0.02)
"""Shares of the bytes."""
KILOBYTES = (0.3, 3.0, 30.0, 300.0)
_ANOTHER = {"cp1251": "shift_jis", "koi8_r": "windows-1251"}
_REFUSED = "refused"
_KEPT = 0.98
"""Minimum share of the words that the right encoding keeps."""


class Case(Struct, frozen=True):
    """A text to be read."""

    encoding: str
    language: str
    declared: str
    damage: float
    kilobytes: float
    text: str
    data: bytes

    @property
    def name(self) -> str | None:
        """What it says its encoding is."""
        names = {
            "rightly": self.encoding,
            "as utf-8": "utf-8",
            "as latin-1": "iso-8859-1",
            "as another": _ANOTHER.get(self.encoding, "koi8-r"),
        }
        return names.get(self.declared)


class Verdict(Struct, frozen=True):
    """The detected encoding of a case, and whether its words are intact."""

    case: Case
    codec: str
    is_right: bool


def cases(seed: int, kilobytes: Iterable[float] = KILOBYTES) -> Iterator[Case]:
    """Every combination, once for each language of the encoding."""
    pairs = [(name, one) for name, languages in LANGUAGES.items() for one in languages]
    for (name, language), size, damage in product(pairs, kilobytes, DAMAGE):
        chance = random.Random(f"{seed} {name} {language} {size} {damage}")  # noqa: S311
        text = written(language, int(size * 1000), name, chance)
        data = damaged(text.encode(name), damage, chance)
        for declared in DECLARED:
            if declared != "as utf-8" or name != "utf-8":
                yield Case(name, language, declared, damage, size, text, data)


def written(language: str, size: int, codec: str, chance: random.Random) -> str:
    """Sentences in paragraphs, at least `size` bytes of them; "?" is what the codec lacks."""
    found = bytearray()
    while len(found) < size:
        words = chance.choice(_sentences(language)) + chance.choice((" ", " ", " ", "\n\n"))
        found += words.encode(codec, "replace")
    return found.decode(codec)


def damaged(data: bytes, share: float, chance: random.Random) -> bytes:
    """The bytes, some of them replaced by others from the upper half."""
    found = bytearray(data)
    for at in chance.sample(range(len(data)), round(share * len(data))):
        found[at] = chance.randrange(0x80, 0x100)
    return bytes(found)


def _sentences(language: str) -> list[str]:
    sections = read_sections("eval.components", "encoding_texts.txt")
    return [sentence for name, sentence in sections if name == language]


def judged(case: Case) -> Verdict:
    """Read a case."""
    try:
        found = decode(case.data, case.name)
    except UnreadableFileError:
        return Verdict(case, _REFUSED, is_right=False)
    wanted = _kept(case, case.data.decode(case.encoding, "replace"))
    return Verdict(case, found.codec, _kept(case, found.text) >= _KEPT * wanted)


def _kept(case: Case, text: str) -> int:
    """How many of the original's characters stand at their place, or near it, in their words."""
    return sum((Counter(_pairs(case.text)) & Counter(_pairs(text))).values())


def _pairs(text: str) -> list[str]:
    return [text[at : at + 2] for at in range(len(text) - 1)]


@click.command()
@click.option("--seed", default=1, show_default=True)
@click.option("--largest", default=300.0, show_default=True, help="Kilobytes of the largest texts.")
def main(seed: int, largest: float) -> None:
    """Read generated texts in twelve encodings, and print what they were read as."""
    sizes = [size for size in KILOBYTES if size <= largest]
    verdicts = [judged(case) for case in cases(seed, sizes)]
    console = Console(width=150)
    console.print(_shares(verdicts))
    console.print(_by(verdicts, "damage"), _by(verdicts, "kilobytes"))
    console.print(_confusion(verdicts))
    right = sum(one.is_right for one in verdicts)
    console.print(f"{right} of {len(verdicts)} right ({right / len(verdicts):.1%})")


def _shares(verdicts: list[Verdict]) -> Table:
    table = Table(title="right, of all sizes and damages")
    for name in ("encoding", *(f"declared {name}" for name in DECLARED)):
        table.add_column(name)
    for encoding in LANGUAGES:
        mine = [one for one in verdicts if one.case.encoding == encoding]
        shown = [_share([v for v in mine if v.case.declared == name]) for name in DECLARED]
        table.add_row(encoding, *shown)
    return table


def _by(verdicts: list[Verdict], field: str) -> Table:
    table = Table(title=f"right, by {field}")
    values = sorted({getattr(one.case, field) for one in verdicts})
    for name in ("declared", *map(str, values)):
        table.add_column(name)
    for declared in DECLARED:
        mine = [one for one in verdicts if one.case.declared == declared]
        table.add_row(
            declared, *(_share([v for v in mine if getattr(v.case, field) == x]) for x in values)
        )
    return table


def _share(verdicts: list[Verdict]) -> str:
    if not verdicts:
        return "–"
    return f"{sum(one.is_right for one in verdicts)} of {len(verdicts)}"


def _confusion(verdicts: list[Verdict]) -> Table:
    table = Table(title="what the wrong ones were read as")
    for name in ("encoding", "declared", "read as"):
        table.add_column(name)
    for encoding, declared in product(LANGUAGES, DECLARED):
        wrong = Counter(
            one.codec
            for one in verdicts
            if not one.is_right and (one.case.encoding, one.case.declared) == (encoding, declared)
        )
        if wrong:
            shown = ", ".join(f"{codec} {count}" for codec, count in wrong.most_common())
            table.add_row(encoding, declared, shown)
    return table


if __name__ == "__main__":
    main()
