"""Plain requests: phrasings that ask for a form rather than an answer.

    "summarize the USMCA talks", "tell me about Camp Hale"     an extract on a topic
    "what's new on the strike"                                 the same, newest first
    "what happened on 3 May", "what happened yesterday"        the articles of these days
    "timeline of the Gannet Bridge", "how did it unfold"       a timeline
    "everyone quoted on the river", "reactions to the ruling"  the people quoted, a quote each
    "how do Ruiz and Okafor differ on the plan"                what each of them said

Each is a closed class of beginnings or of endings that no other question has: "who summarized the
report?" and "what is the timeline of the plan based on?" stay questions.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import islice

from msgspec import Struct

from service.questions.forms import compiled, first_match, read_forms
from service.questions.time.named_dates import without_date
from service.questions.time.periods import without_time_words
from service.wire.answer import Form


class PlainRequest(Struct, frozen=True, kw_only=True):
    """A request for a form."""

    form: Form
    topic: str
    """What it is to be about, without words of time; "" if it does not say."""
    is_newest_first: bool = False
    """Whether what is new is asked for."""
    is_of_days: bool = False
    """Whether nothing but the days that it names are asked for: "what happened on 3 May?"."""
    parties: tuple[tuple[str, ...], ...] = ()
    """Of a comparison: the ways to split "X and Y" into names, the likeliest first."""


def plain_request(text: str) -> PlainRequest | None:
    """The form that a text asks for, and on what; None if it is a question like others."""
    cleaned = " ".join(unicodedata.normalize("NFC", text).split()).rstrip(_ENDS)
    # "Could you please summarize ... for me, thanks": said around a request, not part of it.
    bare = (
        _pattern("polite_before").sub("", _pattern("polite_behind").sub("", cleaned)).rstrip(_ENDS)
    )
    # Of "today's headlines" more than the word of time goes.
    asked = re.sub(r"^['’]s\s+", "", without_time_words(bare))
    if _pattern("of_everything").fullmatch(asked):
        return PlainRequest(form=Form.EXTRACT, topic="", is_newest_first=True)
    if _asks_for_days(bare, asked):
        return PlainRequest(form=Form.EXTRACT, topic="", is_newest_first=True, is_of_days=True)
    for name, patterns in _phrasings().items():
        found = first_match(patterns, asked)
        if found is not None:
            return _request(name, found)
    return None


def _asks_for_days(bare: str, without_words: str) -> bool:
    """Whether "what happened" and words of time, or a date, are all that is asked."""
    dated = without_date(bare, date.today())
    asked = dated.question if dated else without_words
    return asked != bare and _pattern("of_days").fullmatch(asked.strip(_ENDS)) is not None


_ENDS = " \t?!.…"
_MARKS = "“”„«»\"' :,"
_JOINS = re.compile(r"\s*,\s+(?:and\s+)?|\s+(?:and|&|or)\s+|\s+(?:with|to)\s+(?=[A-Z])")
_MOST_PARTIES = 4
_MOST_SPLITS = 3
"""Each is asked about, and a hostile list of names has dozens."""
_FORMS = {
    "comparison": Form.COMPARISON,
    "timeline": Form.TIMELINE,
    "speakers": Form.SPEAKERS,
    "newest": Form.EXTRACT,
    "extract": Form.EXTRACT,
}
"""What the groups of phrasings ask for, in the order in which they are tried."""


@cache
def _phrasings() -> dict[str, tuple[re.Pattern[str], ...]]:
    stored = read_forms("service.questions.kinds", "plain_requests.toml")
    return {name: compiled(stored["forms"][name]) for name in _FORMS}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    stored = read_forms("service.questions.kinds", "plain_requests.toml")
    return compiled([stored["patterns"][name]])[0]


def _request(name: str, found: re.Match[str]) -> PlainRequest | None:
    form, groups = _FORMS[name], found.groupdict()
    topic = _plain(groups.get("topic"))
    parties = tuple(islice(_splits(groups), _MOST_SPLITS)) if form is Form.COMPARISON else ()
    # "Tell me about when it was founded", "developments in which field": a question after all.
    asks = _pattern("asks").search(topic)
    if asks or not (topic if form is not Form.COMPARISON else parties):
        return None
    return PlainRequest(form=form, topic=topic, is_newest_first=name == "newest", parties=parties)


def _plain(topic: str | None) -> str:
    """A topic without words of time and without the marks around it."""
    return without_time_words((topic or "").strip(_MARKS)).strip(_MARKS)


def _splits(groups: dict[str, str | None]) -> Iterator[tuple[str, ...]]:
    """The ways to read the names of a comparison: "the Department of Health and X and Y"."""
    one, other = groups.get("one"), groups.get("other")
    if one and other:
        yield _name(one), _name(other)
        return
    between = groups.get("between") or ""
    joins = list(_JOINS.finditer(between))
    if not joins:
        return
    every = tuple(map(_name, _JOINS.split(between)))
    if len(every) <= _MOST_PARTIES and all(every):
        yield every
    if len(joins) > 1:
        pairs = ((_name(between[: m.start()]), _name(between[m.end() :])) for m in joins)
        yield from (pair for pair in pairs if all(pair))


def _name(words: str) -> str:
    return _pattern("around_a_name").sub("", words.strip(_MARKS)).strip(_MARKS)
