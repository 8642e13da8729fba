"""Restrictions in a message: "only this year", "just the Ledger", "not him"."""

import calendar
import re
from datetime import date

from msgspec import Struct, structs

from index.followers.called_outlets import outlets_called
from index.text.matching.folding import folded_words
from service.questions.followups.grammar.words import fold, words_of
from service.questions.followups.names.referents import Sort
from service.questions.followups.references.pronouns import PRONOUNS, candidates
from service.questions.followups.resolution import Narrowing
from service.questions.followups.talk.conversation import Conversation
from service.questions.time.periods import period_of

_ONLY = r"(?:only|just|solely|nur|solo|seulement)"
_IN = r"(?:(?:in|from|of|for|by|since|with)\s+)?(?:the\s+)?"
_NARROWED = re.compile(
    rf"(?:^|(?<=[\s,.!?;]))(?:and\s+|but\s+)?{_ONLY}\s+{_IN}(?P<what>[^,.;?!]+)",
    re.IGNORECASE,
)
_ONLY_THAT = re.compile(rf"[\s,.;]+{_ONLY}\s+(?:that|this|it)[\s.!?]*$", re.IGNORECASE)
_NOT = re.compile(
    r"^(?:and\s+|but\s+)?(?:not|except|without)\s+(?P<whom>[^,.;?!]+)[\s,.;]*", re.IGNORECASE
)
_OUTLET_ALONE = re.compile(
    r"^(?:and\s+|but\s+|so\s+)?(?:(?:what|how)\s+about\s+|what\s+(?:does|did|do)\s+)?"
    r"(?:(?:in|from|according\s+to)\s+)?(?:the\s+)?(?P<what>[^,.;?!]+?)"
    r"(?:\s+(?:say|write|report)s?)?(?:\s+about\s+(?:it|that|this))?$",
    re.IGNORECASE,
)
"""A message that names an outlet and asks nothing: "in the Ledger?", "what does the Post say"."""
_ACCORDING = re.compile(
    r"(?:^|[\s,]+)(?:according\s+to|as\s+reported\s+(?:by|in)|(?:only|just)\s+(?:in|from|by))\s+"
    r"(?P<what>[^,.;?!]+)",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"^what\s++(?:did|does|do|has|have)\s++(?P<what>[^\s,.;?!]++(?:\s++[^\s,.;?!]++){0,5}?)\s++"
    r"(?:say|said|write|written|report|reported)\s++(?:about|on|of)\s++(?P<topic>[^,.;?!]+)$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"^(?P<year>(?:1[5-9]|20)\d\d)$")
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH = re.compile(rf"^(?P<month>{'|'.join(_MONTHS)})(?:\s+(?P<year>(?:1[5-9]|20)\d\d))?$")
_NO_NAMES = frozenset("the a of daily news".split())


class Narrowed(Struct, frozen=True):
    """A message without the words that narrow down, and what they narrow to."""

    text: str
    narrowing: Narrowing = Narrowing()
    time: str = ""
    """The year or days that were named, as typed."""
    subject: str = ""
    """What "only" stood before, if no outlet and no time: "just mayor ruiz"."""
    words: str = ""


def without_only_that(message: str) -> str:
    """A message without words that narrow it to itself: "what did she say, only that"."""
    return _ONLY_THAT.sub("", message)


def narrowed(message: str, talk: Conversation, asked_on: date) -> Narrowed:
    """Split a message into its question and the limits that it names."""
    text = message.strip(" ?!.")
    refused = _NOT.match(text)
    people = _people(refused["whom"], talk) if refused else ()
    if refused and people:
        return Narrowed(
            text=text[refused.end() :],
            narrowing=Narrowing(not_speakers=people),
            words=refused.group().strip(" ,."),
        )
    if text.lower().endswith(" only"):
        # "The Ledger only" is "only the Ledger".
        text = f"only {text[: -len(' only')].strip(' ,')}"
    outlets = _outlet_alone(text, talk)
    if outlets:
        return Narrowed(text="", narrowing=Narrowing(outlets=outlets), words=text)
    found = _NARROWED.search(text)
    if found:
        return _cut(text, found, talk, asked_on)
    return limited_to_outlet(message, talk) or Narrowed(text=message)


def limited_to_outlet(message: str, talk: Conversation) -> Narrowed | None:
    """A question without the outlet whose articles it asks for; None if it names none.

    "How many died, according to the Ledger?", "What did the Ledger report about the flood?"
    """
    text = message.strip(" ?!.")
    found = _ACCORDING.search(text)
    outlets = _only_outlet(found["what"], talk) if found else ()
    if found and outlets:
        rest = f"{text[: found.start()]} {text[found.end() :]}".strip(" ,.;?!")
        return Narrowed(f"{rest}?", Narrowing(outlets=outlets), words=found.group().strip(" ,"))
    reported = _REPORTED.match(text)
    outlets = _only_outlet(reported["what"], talk) if reported else ()
    if not reported or not outlets or _is_quoted(reported["what"], talk):
        return None
    topic, words = reported["topic"], reported["what"]
    return Narrowed(f"tell me about {topic}", Narrowing(outlets=outlets), words=words)


def _is_quoted(name: str, talk: Conversation) -> bool:
    return bool(talk.opened.people.registry().named(name).certain)


def _outlet_alone(text: str, talk: Conversation) -> tuple[str, ...]:
    """The one outlet that a message names and asks nothing of; its last word, or all of it."""
    found = _OUTLET_ALONE.match(text)
    return _only_outlet(found["what"], talk) if found else ()


def _only_outlet(what: str, talk: Conversation) -> tuple[str, ...]:
    """The one outlet that is called so, by its last word or all of them."""
    outlets = _outlets(what, talk)
    if len(outlets) != 1:
        return ()
    said, name = (
        [word for word in folded_words(one) if word != "the"] for one in (what, outlets[0])
    )
    is_last = said[-1] == name[-1] and not what.islower()
    return outlets if is_last or said == name else ()


def _cut(text: str, found: re.Match[str], talk: Conversation, asked_on: date) -> Narrowed:
    """The text without "only ...", and what that limits; unchanged if it limits nothing known."""
    what, words = found["what"].strip(), found.group().strip(" ,")
    rest = (text[: found.start()] + " " + text[found.end() :]).strip(" ,.;?!")
    limits, time = _limits(what, talk, asked_on)
    if limits is not None:
        return Narrowed(text=rest, narrowing=limits, time=time, words=words)
    return Narrowed(text=text) if found.start() else Narrowed(text=rest, subject=what, words=words)


def _limits(what: str, talk: Conversation, asked_on: date) -> tuple[Narrowing | None, str]:
    days = days_of(what, asked_on)
    if days:
        return Narrowing(published_from=days[0], published_to=days[1]), what
    outlets = _outlets(what, talk)
    return (Narrowing(outlets=outlets), "") if outlets else (None, "")


def days_of(what: str, asked_on: date) -> tuple[str, str] | None:
    """The first and last day of "2024", "may 2024" or "this year"; None for anything else."""
    plain = fold(what).strip()
    year = _YEAR.match(plain)
    if year:
        return f"{year['year']}-01-01", f"{year['year']}-12-31"
    month = _MONTH.match(plain)
    if month:
        number = _MONTHS[month["month"]]
        in_year = int(month["year"]) if month["year"] else asked_on.year - (number > asked_on.month)
        last = calendar.monthrange(in_year, number)[1]
        return f"{in_year}-{number:02}-01", f"{in_year}-{number:02}-{last}"
    period = period_of(what, asked_on)
    is_all = period is not None and len(plain.split()) <= 4
    return (period.first, period.last) if period and is_all else None


def _outlets(what: str, talk: Conversation) -> tuple[str, ...]:
    """The outlets of the collection that are called so: "the ledger", "dispatch"."""
    words = what.removesuffix("'s").removesuffix("’s")
    if _NO_NAMES.issuperset(folded_words(words)):
        return ()
    return tuple(outlets_called(words, talk.opened.lexical))


def _people(whom: str, talk: Conversation) -> tuple[str, ...]:
    words = words_of(whom)
    if len(words) == 1 and words[0].low in PRONOUNS:
        found = candidates(words, 0, talk)
        return (found[0].name,) if found and found[0].sort is Sort.PERSON else ()
    spots = talk.spotted(whom)
    return tuple(
        s.named.name for s in spots if s.named and s.named.sort is Sort.PERSON and s.start == 0
    )


def joined(one: Narrowing, other: Narrowing) -> Narrowing:
    """Both limits; where they differ, the second."""
    given = {f: v for f in other.__struct_fields__ if (v := getattr(other, f))}
    return structs.replace(one, **given)
