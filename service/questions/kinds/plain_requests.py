"""Plain requests: phrasings that ask for a form rather than for an answer.

    "summarize the USMCA talks", "tell me about Camp Hale"     an extract on a topic
    "what's new on the strike"                                 the same, newest first
    "timeline of the Gannet Bridge", "how did it unfold"       a timeline
    "everyone quoted on the river", "reactions to the ruling"  the people quoted, a quote each
    "how do Ruiz and Okafor differ on the plan"                what each of them said

Each is a closed class of beginnings or of endings that no other question has: "who summarized the
report?" and "what is the timeline of the plan based on?" stay questions.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from service.questions.time.periods import without_time_words
from service.wire.answer import Form


class PlainRequest(Struct, frozen=True, kw_only=True):
    """A request for a form."""

    form: Form
    topic: str
    """What it is to be about, without words of time; "" if it does not say."""
    is_newest_first: bool = False
    """Whether what is new is asked for."""
    parties: tuple[tuple[str, ...], ...] = ()
    """Of a comparison: the ways to split "X and Y" into names, the likeliest first."""


def plain_request(text: str) -> PlainRequest | None:
    """The form that a text asks for, and on what; None if it is a question like others."""
    cleaned = " ".join(unicodedata.normalize("NFC", text).split()).rstrip(_ENDS)
    bare = _POLITE_BEFORE.sub("", _POLITE_BEHIND.sub("", cleaned)).rstrip(_ENDS)
    # Of "today's headlines" more than the word of time goes.
    asked = re.sub(r"^['’]s\s+", "", without_time_words(bare))
    if _OF_EVERYTHING.fullmatch(asked):
        return PlainRequest(form=Form.EXTRACT, topic="", is_newest_first=True)
    for form, patterns in _FORMS.items():
        found = next((m for pattern in patterns if (m := pattern.fullmatch(asked))), None)
        if found is not None:
            return _request(form, found)
    return None


_ENDS = " \t?!.…"
_ABOUT = r"(?:about|on|of|regarding|concerning|around|behind|with|for|from|in|at|to)"
_ON = r"(?:\s+(?:about|on|regarding|concerning|over))"
_TOPIC = r"\s+(?P<topic>\S.*)"
_THE = r"(?:(?:a|an|the)\s+)?"
_SHORT = r"(?:(?:quick|brief|short|little|full|concise|bit of)\s+(?:a\s+)?)?"
_GIVE = r"(?:(?:give|get|show|send|write|make|do|draw|find|i\s+(?:need|want))\s+(?:(?:me|us)\s+)?)?"
_TELL = r"(?:tell|show|give)\s+(?:me|us)"
_IS = r"(?:['’]?s|\s+is|\s+are|\s+was|\s+were)"
_SUMMARY = (
    r"(?:summary|summaries|overview|rundown|run-down|recap|digest|gist|outline|round-?up|extract"
    r"|summing[- ]up|highlights|main points|key points|essentials|briefing|brief)"
)
_BACKGROUND = r"(?:background|backstory|back story|context)"
_TIMELINE = r"(?:timeline|time line|time-line|chronology|sequence of events)"
_NEWS = r"(?:new|the\s+(?:latest|newest|news))"
_DO = r"(?:do|does|did)"
_DIFFER = r"(?:differ|disagree|diverge|part\s+ways|clash|compare|contrast)"
_VIEWS = (
    r"(?:views?|positions?|statements?|opinions?|stances?|comments?|remarks?|words|takes?|quotes?)"
)
_BETWEEN = r"(?P<between>\S.{2,160}?)"
_SPOKEN = (
    r"(?:is|are|was|were|has\s+been|have\s+been|got|gets)\s+quoted"
    r"|(?:has|have|had)\s+(?:all\s+)?(?:spoken|talked|commented)"
)
# "Who spoke about it?" asks for one person; "everyone who spoke about it" does not.
_SPOKE = rf"(?:{_SPOKEN}|spoke|speaks?|talk(?:s|ed)?|comment(?:s|ed)?)"
_EVERYONE = (
    r"(?:every(?:one|body)|all\s+(?:the\s+)?(?:people|persons|speakers|voices)|all|people|speakers|voices"
    r"|the\s+(?:people|speakers|voices))"
)

# "Could you please summarize ... for me, thanks": said around a request, not part of it.
_POLITE_BEFORE = re.compile(
    r"^(?:(?:hi|hello|hey|ok|okay|so|now|and|well|please|pls|kindly|just)[,!]?\s+)*"
    r"(?:(?:can|could|would|will)\s+(?:you|u)\s+|i(?:['’]d|\s+would)\s+like\s+(?:you\s+)?to\s+(?=s|t|h)"
    r"|let['’]?s\s+)?(?:(?:please|pls|kindly|just|quickly|briefly)\s+)*",
    re.IGNORECASE,
)
_POLITE_BEHIND = re.compile(
    r"[\s,]+(?:please|pls|thanks|thank you|for me|for us)"
    r"[\s?!.]*$",
    re.IGNORECASE,
)


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_OF_EVERYTHING = re.compile(
    rf"what(?:['’]?s|\s+is)\s+{_NEWS}|what(?:['’]?s|\s+is)\s+new\s+here|any(?:thing\s+new|\s+news)"
    rf"|(?:catch|bring)\s+(?:me|us)\s+up(?:\s+to\s+(?:speed|date))?"
    rf"|{_GIVE}{_THE}(?:latest|newest|top)?\s*(?:news|headlines)"
    rf"|(?:summari[sz]e|sum\s+up|recap)\s+(?:the\s+)?(?:latest\s+)?(?:news|headlines)"
    rf"|{_GIVE}{_THE}{_SHORT}{_SUMMARY}(?:\s+of\s+(?:the\s+)?(?:latest\s+)?(?:news|headlines))?",
    re.IGNORECASE,
)
"""Requests without a topic: for whatever is new."""
_FORMS = {
    Form.COMPARISON: _compiled(
        rf"how\s+{_DO}\s+{_BETWEEN}(?:['’]s?)?(?:\s+{_VIEWS})?\s+{_DIFFER}(?:{_ON}{_TOPIC})?",
        rf"how\s+(?:does|did)\s+(?P<one>\S.{{1,80}}?)\s+(?:differ|diverge)\s+from\s+"
        rf"(?P<other>\S.{{1,80}}?){_ON}{_TOPIC}",
        rf"where\s+(?:do|did)\s+{_BETWEEN}\s+(?:differ|disagree|diverge|part\s+ways){_ON}{_TOPIC}",
        rf"(?:compare|contrast)\s+what\s+{_BETWEEN}\s+(?:have\s+|has\s+|had\s+)?(?:said|say|says|think)"
        rf"(?:{_ON}{_TOPIC})?",
        rf"(?:compare|contrast)\s+(?:the\s+)?{_VIEWS}\s+of\s+{_BETWEEN}{_ON}{_TOPIC}",
        rf"(?:compare|contrast)\s+{_BETWEEN}(?:['’]s?)?(?:\s+{_VIEWS})?{_ON}{_TOPIC}",
        rf"(?:what{_IS}\s+)?{_THE}differences?\s+between\s+{_BETWEEN}(?:['’]s?)?(?:\s+{_VIEWS})?"
        rf"{_ON}{_TOPIC}",
        rf"(?P<one>\S.{{1,80}}?)\s+(?:vs\.?|versus|v\.)\s+(?P<other>\S.{{1,80}}?){_ON}{_TOPIC}",
    ),
    Form.TIMELINE: _compiled(
        rf"{_GIVE}{_THE}{_SHORT}{_TIMELINE}\s+{_ABOUT}{_TOPIC}",
        rf"(?:what{_IS}\s+){_THE}{_TIMELINE}\s+(?:of|for){_TOPIC}",
        rf"how\s+(?:did|has|have){_TOPIC}\s+(?:unfold(?:ed)?|play(?:ed)?\s+out)(?:\s+so\s+far)?",
        r"(?:what\s+happened\s+)?(?:day\s+by\s+day|step\s+by\s+step)[:,]?\s+(?:on\s+|in\s+|with\s+)?"
        r"(?P<topic>\S.*)",
        rf"(?:walk|take)\s+(?:me|us)\s+through\s+{_THE}{_TIMELINE}\s+of{_TOPIC}",
        r"(?P<topic>\S.*?),?\s+(?:a\s+|the\s+)?(?:timeline|chronology)",
    ),
    Form.SPEAKERS: _compiled(
        rf"(?:{_GIVE}|list\s+)?{_EVERYONE}\s+(?:that\s+(?:is|are|was|were)\s+|who\s+(?:is|are|was|were)\s+)?"
        rf"quoted{_ON}{_TOPIC}",
        rf"(?:{_GIVE}|list\s+)?{_EVERYONE}\s+(?:who|that)\s+{_SPOKE}{_ON}{_TOPIC}",
        rf"who(?:\s+(?:all|else))?\s+(?:{_SPOKEN}){_ON}{_TOPIC}",
        rf"who(?:['’]s)?\s+(?:been\s+)?quoted{_ON}{_TOPIC}",
        rf"who\s+(?:has\s+)?said\s+what{_ON}{_TOPIC}",
        rf"{_GIVE}(?:all\s+)?(?:the\s+)?(?:best\s+|key\s+|some\s+)?(?:quotes|quotations){_ON}{_TOPIC}",
        rf"(?:{_GIVE}|list\s+)?(?:the\s+|all\s+|all\s+the\s+)?(?:public\s+)?reactions\s+to{_TOPIC}",
        rf"what{_IS}\s+(?:the\s+)?reactions\s+to{_TOPIC}",
        rf"how\s+(?:did|have|are)\s+(?:people|others|everyone|politicians|leaders)\s+"
        rf"(?:react(?:ed|ing)?|respond(?:ed|ing)?)\s+to{_TOPIC}",
        rf"what\s+(?:are|do|have)\s+(?:people|others|politicians|leaders)\s+"
        rf"(?:saying|said|say){_ON}{_TOPIC}",
    ),
    Form.EXTRACT: _compiled(
        rf"(?:summari[sz]e|sum\s+up|recap|outline)(?:\s+(?:for\s+)?(?:me|us))?"
        rf"(?:\s+(?:everything|all|the\s+(?:news|articles|coverage|reports))(?:\s+{_ABOUT}))?{_TOPIC}",
        rf"{_GIVE}{_THE}{_SHORT}{_SUMMARY}\s+(?:of|on|about){_TOPIC}",
        r"(?:summary|overview|recap|tl;?\s?dr)\s*[:–—-]\s*(?P<topic>\S.*)",
        rf"tl;?\s?dr(?:\s+(?:of|on))?{_TOPIC}",
        r"(?P<topic>\S.*?),?\s+(?:in\s+(?:brief|short|a\s+nutshell)|tl;?\s?dr|summari[sz]ed|summary)",
        rf"what{_IS}\s+the\s+gist\s+of{_TOPIC}",
        rf"{_TELL}\s+(?:(?:more|something|everything|all|a\s+(?:bit|little)|a\s+bit\s+more)\s+)?"
        rf"(?:you\s+know\s+)?about{_TOPIC}",
        rf"(?:catch|bring|fill|get)\s+(?:me|us)\s+(?:up(?:\s+to\s+(?:speed|date))?|in)"
        rf"\s+(?:on|about|with|regarding){_TOPIC}",
        rf"(?:brief|update|inform)\s+(?:me|us)\s+(?:on|about){_TOPIC}",
        rf"{_GIVE}(?:me\s+)?{_THE}{_SHORT}(?:some\s+)?{_BACKGROUND}\s+(?:on|about){_TOPIC}",
        rf"{_GIVE}{_THE}(?:basics|facts|lowdown|low-down|story|news|information|info|details|update)"
        rf"\s+(?:on|about){_TOPIC}",
        rf"what\s+(?:do|can)\s+you\s+(?:know|tell\s+(?:me|us)|have){_ON}{_TOPIC}",
        rf"what\s+(?:do\s+)?we\s+know(?:\s+so\s+far)?{_ON}{_TOPIC}\s+so\s+far",
        rf"what\s+(?:do\s+)?we\s+know\s+so\s+far{_ON}{_TOPIC}",
        rf"what\s+do\s+the\s+articles\s+say{_ON}{_TOPIC}",
        rf"what\s+should\s+i\s+know\s+about{_TOPIC}",
        rf"what{_IS}\s+(?:the\s+)?(?:story|news)\s+(?:about|with|on|behind){_TOPIC}",
        rf"what(?:['’]?s|\s+is)\s+(?:going\s+on|up|happening)\s+with{_TOPIC}",
    ),
}
_NEWEST = _compiled(
    rf"(?:tell\s+me\s+)?what(?:['’]?s|\s+is)\s+{_NEWS}\s+{_ABOUT}{_TOPIC}",
    rf"(?:what{_IS}\s+|any\s+|{_GIVE})(?:the\s+)?(?:latest|newest|recent)?\s*"
    rf"(?:news|developments?|updates?|headlines)\s+(?:on|about|in|from|with|regarding|concerning){_TOPIC}",
    rf"(?:{_GIVE})?(?:the\s+)?(?:latest|newest)\s+(?:on|about|with|from|in|regarding){_TOPIC}",
    rf"anything\s+new\s+(?:on|about|with|in|from|regarding){_TOPIC}",
)
_FORMS[Form.EXTRACT] = _NEWEST + _FORMS[Form.EXTRACT]


def _request(form: Form, found: re.Match[str]) -> PlainRequest | None:
    groups = found.groupdict()
    topic = _plain(groups.get("topic"))
    parties = tuple(islice(_splits(groups), _MOST_SPLITS)) if form is Form.COMPARISON else ()
    if not (topic if form is not Form.COMPARISON else parties) or _ASKS.search(topic):
        return None
    return PlainRequest(
        form=form, topic=topic, is_newest_first=found.re in _NEWEST, parties=parties
    )


def _plain(topic: str | None) -> str:
    """A topic without words of time and without the marks around it."""
    return without_time_words((topic or "").strip(_MARKS)).strip(_MARKS)


# "Tell me about when it was founded", "developments in which field": a question after all.
_ASKS = re.compile(
    r"^(?:who|whom|whose|what|when|where|why|how|which|whether|if)\b"
    r"|\b(?:about|by|for|from|in|of|on|to|with)\s+(?:which|what|whom|whose)\b",
    re.IGNORECASE,
)
_MARKS = "“”„«»\"' :,"
_JOINS = re.compile(r"\s*,\s+(?:and\s+)?|\s+(?:and|&|or)\s+|\s+(?:with|to)\s+(?=[A-Z])")
_AROUND_A_NAME = re.compile(
    rf"^(?:both|between|what)\s+|['’]s?$|\s+(?:has\s+|have\s+)?(?:said|says|say|thinks?)$"
    rf"|['’]s?\s+{_VIEWS}$",
    re.IGNORECASE,
)
_MOST_PARTIES = 4
_MOST_SPLITS = 3
"""Each is asked about, and a hostile list of names has dozens."""


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
    return _AROUND_A_NAME.sub("", words.strip(_MARKS)).strip(_MARKS)
