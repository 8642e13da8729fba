"""The head of a plain text: headline, byline, outlet and date on separate lines.

Only whole lines before the first paragraph count, and the dateline at its start; sentences in the
text do not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from index.text.credits import Credit, credit_of, is_outlet, labelled_headline, together
from index.text.datelines import dated

Value = str | Sequence[str] | None

_MOST_LINES = 10
_LOOKED_AT = 3_000
_LONGEST_HEADLINE = 150
_LONGEST_SUBTITLE = 250
_MOST_OTHERS = 3
"""More lines than these without a credit are a paragraph, or a text of another kind."""
_PARAGRAPHS = 2
"""Whether a headline may precede the first paragraph without a credit."""
_PROSE = re.compile(r".{151,}|(?:\S+\s+){8,}.*[.!?…][\"”’»)\]]*")
_FIELDS = {
    "authors": "authors",
    "outlet": "source",
    "published": "published",
    "modified": "modified",
}
"""Fields of a credit, and what articles call them."""
_SENTENCE_END = re.compile(r"[.!?…:;,。！？][\"'”’»)\]]*$")


class _Line(Struct, frozen=True):
    """A non-blank line and its credits."""

    text: str
    credit: Credit | None
    is_before_blank: bool
    is_last: bool


class TextHead(Struct, frozen=True):
    """The metadata in the lines above a text."""

    headline: str | None
    credit: Credit
    notes: Mapping[str, str]
    """The source line of each field, as noted in `assumed`."""

    def besides(self, known: Mapping[str, Value]) -> tuple[dict[str, Value], tuple[str, ...]]:
        """The known fields, completed from the head, with notes."""
        told = [field for field in _FIELDS if getattr(self.credit, field) and not known.get(field)]
        fields = {**known, **{field: getattr(self.credit, field) for field in told}}
        return fields, tuple(self.notes[field] for field in told)


def text_head(text: str) -> TextHead:
    """Read the lines above the first paragraph."""
    every = _lines(text[:_LOOKED_AT])
    lines = _head(every)
    credited = [(line.text, credit) for line in lines if (credit := _credit(line, lines))]
    credited += _dateline(every[len(lines) :])
    whole = _settled(together([credit for _, credit in credited]))
    return TextHead(_headline(lines), whole, dict(_notes(whole, credited)))


def _dateline(below: Sequence[_Line]) -> list[tuple[str, Credit]]:
    """What the dateline of the first paragraph tells: "PARIS, May 4, 2026 (Reuters) — ..."."""
    found = next(filter(None, (dated(line.text) for line in below[:_PARAGRAPHS])), None)
    if found is None:
        return []
    outlet = found.agency if found.agency and is_outlet(found.agency) else None
    return [(found.text, Credit(published=found.published, outlet=outlet))]


def _lines(text: str) -> list[_Line]:
    rows = [row.strip() for row in text.lstrip("\ufeff").split("\n")]
    filled = [at for at, row in enumerate(rows) if row]
    return [
        _Line(
            text=rows[at],
            credit=credit_of(rows[at]),
            is_before_blank=at + 1 >= len(rows) or not rows[at + 1],
            is_last=at == filled[-1],
        )
        for at in filled[:_MOST_LINES]
    ]


def _head(lines: Sequence[_Line]) -> list[_Line]:
    """The lines up to the last credit above the first paragraph, and one that may be a headline."""
    others = 0
    for at, line in enumerate(lines):
        if line.credit is not None:
            continue
        others += 1
        if at and line.text[0].islower() and not lines[at - 1].is_before_blank:
            # The second line of a paragraph.
            return list(lines[: at - 1])
        is_prose = _PROSE.fullmatch(line.text) and not _is_subtitle(at, lines)
        if is_prose or others > _MOST_OTHERS:
            return list(lines[:at])
    return list(lines)


def _is_subtitle(at: int, lines: Sequence[_Line]) -> bool:
    """Whether one sentence stands between a headline and a credit."""
    before, after = lines[:at], lines[at + 1 : at + 2]
    is_between = bool(before and after and after[0].credit and not before[-1].credit)
    return is_between and len(lines[at].text) <= _LONGEST_SUBTITLE


def _credit(line: _Line, lines: Sequence[_Line]) -> Credit | None:
    """What the line credits; beside credits, it may be an outlet alone."""
    if line.credit is not None or not is_outlet(line.text):
        return line.credit
    at = lines.index(line)
    headlines = [one for one in lines if one.credit is None and not is_outlet(one.text)]
    is_below = at > 0 and lines[at - 1].credit is not None
    is_credited = any(one.credit for one in lines)
    return Credit(outlet=line.text) if is_credited and (headlines or is_below) else None


def _settled(credit: Credit) -> Credit:
    """A name of which it was not clear whose is what is missing; an agency is an outlet, too."""
    if credit.name and credit.authors and not credit.outlet:
        return together([credit, Credit(outlet=credit.name)])
    if credit.name and credit.outlet and not credit.authors:
        return together([credit, Credit(authors=(credit.name,))])
    agency = next(filter(is_outlet, credit.authors), None)
    return credit if credit.outlet else together([credit, Credit(outlet=agency)])


def _notes(whole: Credit, credited: Sequence[tuple[str, Credit]]) -> Iterator[tuple[str, str]]:
    """Which line each is from."""
    for field, name in _FIELDS.items():
        value = getattr(whole, field)
        for line, credit in credited if value else ():
            if value in (getattr(credit, field), credit.name, (credit.name,), *credit.authors):
                yield field, f"{name}: from the line “{line}”"
                break


def _headline(lines: Sequence[_Line]) -> str | None:
    """The line that is labelled as one, or else the first that looks like it and is apart."""
    labelled = next(filter(None, (labelled_headline(one.text) for one in lines)), None)
    if labelled:
        return labelled
    line = next((one for one in lines if _credit(one, lines) is None), None)
    if line is None or line.is_last or not _looks_like_one(line.text):
        return None
    follows = lines[lines.index(line) + 1 : lines.index(line) + 2]
    is_apart = line.is_before_blank or any(_credit(one, lines) for one in follows)
    return line.text if is_apart else None


def _looks_like_one(line: str) -> bool:
    short = 0 < len(line) <= _LONGEST_HEADLINE
    return short and any(map(str.isalpha, line)) and not _SENTENCE_END.search(line)
