"""Splits news text into sentences, as spans that together cover all of it.

One pattern finds every place where a sentence could end; what comes before and after decides. If
the text is ambiguous ("... in the U.S. Trump ..."), the sentence continues: a sentence that is too
long can still be quoted, half a sentence cannot.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from index.interruption import steps
from index.records import Mark, Span
from index.text.segmentation.blocks import blocks_outside
from index.text.segmentation.wrapping import unwrapped
from index.text.word_lists import read_lists

# Zero-width characters and NUL belong to the word next to them.
_UNSEEN = "\x00\u00ad\u200b-\u200f\u2060\ufeff"
_OPENING = "\"'“‘„‚‟«‹(\\[{¿¡「『（【《〈"
_CLOSING = "\"'”’»›)\\]}」』）】》〉"
_QUOTES = frozenset("\"'”’»›“‘«‹」』")
_WIDE_STOPS = frozenset("。！？｡")
_GLUED_STOPS = frozenset("؟۔।॥")
_DOTS = frozenset(".…‥ \xa0")
_NEVER_FIRST = frozenset(",;:.!?…)]}»”’-–—/&%=|<>^")

# It always matches after a stop, so there is nothing to go back for, and any text, even a line of a
# million dots, is read once from left to right. No possessive groups: until Python 3.11.5 they end
# in a SystemError (https://github.com/python/cpython/issues/106052).
_STOP = re.compile(
    rf"""
    ( [.!?…‥؟۔।॥。！？｡]+ (?:[ \xa0]\.(?![.\d]))* )      # 1 the stop; also ". . ."
    ( (?: [{_CLOSING}{_UNSEEN}]+                        # 2 what it closes: quotes, brackets,
      | \[[^\]\n]{{1,25}}\]                               #   "[12]", "[citation needed]",
      | [ \xa0\u202f][”’»›](?=[\s,;]|$)                   #   and quotes set off by a space
      )* )
    ( \s* )                                             # 3 the gap
    ( (?: [{_OPENING}{_UNSEEN}]+                        # 4 what the next sentence opens with
      | (?<=[«‹])[ \xa0\u202f]
      )* )
    """,
    re.VERBOSE,
)
_BEFORE_WORD = re.compile(r"[\s\-–—/(\[{\"“‘„«]+")
_WORD = re.compile(r"([^\W\d_]{2,20}|[A-Z](?!\.))(?:[’'][a-z]{1,3})?(?![\w-])")
_PLAIN_WORD = re.compile(r"[A-Z][a-z]{0,20}(?=[\s,’'])")
_ELISION = re.compile(r"\[(?:\.{3}|…)\]\s+[\"'“‘]?[^\W\d_]")
# A place after a comma or a party ("Richmond, Va.", "R-Ohio") would be followed by a comma.
_PLACE_AT_END = re.compile(r"(?:, |[DRI]-)[\w.]+$")
_GAP = re.compile(r"\s+")
_ZONE = re.compile(r"[A-Z]{2,4}\b")
_WIDE_SPEAKER = re.compile(r"[とっ、，,]|.{0,10}?(?:说|說|表示|称|稱|道[。，：]|問|问)")


def split_sentences(text: str, marks: Sequence[Mark] = ()) -> list[Span]:
    """Return the body's sentences in order, trimmed and not overlapping.

    None crosses the border of a block or a mark, and none is inside a mark. Together they contain
    every character outside the marks except white space. A headline or list item without a full
    stop is a sentence. Linear in the length of the text.
    """
    plain = unwrapped(text)
    pieces = steps(blocks_outside(plain, marks))
    return [span for piece in pieces for span in _sentences(plain, piece)]


def _sentences(text: str, piece: Span) -> Iterator[Span]:
    start = piece.start
    for stop in steps(_STOP.finditer(text, piece.start, piece.end)):
        if stop.end() == piece.end:
            break
        border = _border(text, start, stop)
        if border:
            yield Span(start, border.start)
            start = border.end
    yield Span(start, piece.end)


def _border(text: str, start: int, stop: re.Match[str]) -> Span | None:
    """Return the gap between two sentences, maybe empty, or None if the sentence continues."""
    following = text[stop.end()]
    if stop.end(2) == stop.end(3):
        return _border_without_gap(text, start, stop, following)
    ends = _may_begin(text, stop, following) and _ends(text, start, stop, following)
    return Span(stop.end(2), stop.end(3)) if ends else None


def _may_begin(text: str, stop: re.Match[str], following: str) -> bool:
    if following.islower():
        # "iPhone sales fell", "eBay said": a lower-case letter, then a capital.
        return text[stop.end() + 1 : stop.end() + 2].isupper()
    if following in "[.…" and _ELISION.match(text, stop.start(4)):
        return True
    return following not in _NEVER_FIRST and not following.isspace()


def _ends(text: str, start: int, stop: re.Match[str], following: str) -> bool:
    mark = stop[1]
    if stop[2].startswith("]") and _DOTS.issuperset(mark):
        return False
    if stop.start() - start < 6 and _only_opens(text[start : stop.start()], mark):
        return False
    if mark == ".":
        return _full_stop_ends(text, start, stop, following)
    if mark[-1] in "?!":
        return not (_is_attributed(text, stop) or _is_name(text, start, stop))
    return not _DOTS.issuperset(mark) or _ellipsis_ends(text, stop)


def _only_opens(head: str, mark: str) -> bool:
    """Whether what precedes the stop is only the start of a sentence ("2.", "...")."""
    word = "".join(filter(str.isalnum, head))
    if not word or mark != ".":
        return not word
    return len(word) == 1 or (word.isdigit() and len(word) < 4) or word in words("roman")


def _full_stop_ends(text: str, start: int, stop: re.Match[str], following: str) -> bool:
    before = text[max(start, stop.start() - 16) : stop.start()]
    if following.isdigit():
        return not _takes_number(_last_word(before))
    tail = before[-5:]
    if len(tail) == 5 and tail.isalpha() and tail.islower():
        return True
    return _word_ends(before, text, stop)


def _last_word(before: str) -> str:
    return _BEFORE_WORD.split(before.rstrip())[-1].rstrip("\"'”’")


def _takes_number(word: str) -> bool:
    return word in words(*ABBREVIATIONS, "before numbers") or (
        _is_dotted(word) and word not in words("times of day")
    )


def _word_ends(before: str, text: str, stop: re.Match[str]) -> bool:
    """Whether a sentence ends after the last of these words, given what follows."""
    word = _last_word(before)
    if word in words("always continued"):
        return False
    found = _WORD.match(text, stop.end())
    following = found[1] if found else ""
    if word in words("times of day"):
        return following not in words("after times") and not _ZONE.match(text, stop.end())
    if word.isdigit() and len(word) < 3:
        return following not in words("months")
    if word in words("places") and not stop[2] and _PLACE_AT_END.search(before):
        return following not in words("offices")
    if word in words(*ABBREVIATIONS) or _is_initial(word) or _is_dotted(word):
        return following in words("starters")
    return True


def _is_initial(word: str) -> bool:
    """Whether it is one letter of a script with capitals, or of Arabic, where "د." is "Dr."."""
    return len(word) == 1 and (word.upper() != word.lower() or "\u0620" <= word <= "\u064a")


def _is_dotted(word: str) -> bool:
    """Whether it is letters and dots: "U.S", "J.K", "Ph.D"."""
    return "." in word and all(part.isalpha() and len(part) < 3 for part in word.split("."))


def _is_attributed(text: str, stop: re.Match[str]) -> bool:
    """Whether a quoted question continues with its speaker: “Why?” Carney asked."""
    quoted = not _QUOTES.isdisjoint(stop[2]) and not stop[4]
    return quoted and _speaker().match(text, stop.end()) is not None


@cache
def _speaker() -> re.Pattern[str]:
    verbs = "|".join(sorted(words("speech verbs")))
    return re.compile(
        rf"(?:[^\W\d_][\w.’'-]{{0,30}}\s+){{1,4}}(?:asked|wondered|(?:{verbs})(?=\s*[.,;:—–]|$))"
    )


def _is_name(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether the mark belongs to a name: "Yahoo! News", "E! Online"."""
    before = text[max(start, stop.start() - 16) : stop.start()]
    return stop[1] == "!" and not stop[2] and _last_word(before) in words("names with a mark")


def _ellipsis_ends(text: str, stop: re.Match[str]) -> bool:
    """Whether dots end a sentence; between spaces they only mark omitted words."""
    if stop[2] or len(stop[1]) > 5 or stop[1] == "....":
        return True
    before = text[max(0, stop.start() - 3) : stop.start()]
    if before[-1:].isspace():
        return before.rstrip()[-1:] in {*".!?", *_QUOTES}
    found = _WORD.match(text, stop.end())
    return not (found and found[1] == "I")


def _border_without_gap(text: str, start: int, stop: re.Match[str], following: str) -> Span | None:
    """Find the border if no space follows the stop: "end.The", other scripts, „so.“ quotes."""
    mark = stop[1][-1]
    if stop[4]:
        return _border_at_quote(text, stop, following)
    if mark in _WIDE_STOPS:
        ends = not (stop[2] and _WIDE_SPEAKER.match(text, stop.end()))
    elif mark in _GLUED_STOPS:
        ends = following.isalpha()
    elif mark in "!?" and "\u3040" <= following <= "\u9fff":
        ends = True
    else:
        ends = following.isupper() and _space_was_forgotten(text, start, stop)
    return Span(stop.end(2), stop.end(2)) if ends else None


def _border_at_quote(text: str, stop: re.Match[str], following: str) -> Span | None:
    """Find the border at a quotation mark that opens the next sentence or closes „this one.“."""
    if stop[4][-1] in " \xa0\u202f":
        return Span(stop.end() - 1, stop.end()) if following.isupper() else None
    if following.isspace():
        gap = _GAP.match(text, stop.end())
        return Span(*gap.span()) if gap and text[gap.end() : gap.end() + 1].isupper() else None
    opens = stop[1][-1] in _WIDE_STOPS or (following.isupper() and stop[4][0] in "“„¿¡")
    return Span(stop.end(2), stop.end(2)) if opens else None


def _space_was_forgotten(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether "end.The" is two sentences, rather than a file, an address or a name."""
    if stop[2] and stop[2][-1] not in "”’»":
        return False
    word = _last_word(text[max(start, stop.start() - 30) : stop.start()])
    found = _PLAIN_WORD.match(text, stop.end())
    if not found or not word.isalpha() or not word[-3:].islower():
        return False
    return found[0] in words("starters") or (word.islower() and len(found[0]) > 3)


ABBREVIATIONS = ("places", "titles and ranks", "behind names", "addresses", "months and numbers")


@cache
def words(*names: str) -> frozenset[str]:
    """Return the words of some lists of `abbreviations.txt`, in their spelling."""
    lists = read_lists("index.text.segmentation", "abbreviations.txt")
    return frozenset(word for name in names for word in lists[name].split())
