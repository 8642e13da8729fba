"""The forms in which questions ask for somebody's words: whose, about what, and what was claimed.

Each form is a pattern with the groups `speaker` and, where the form has one, `topic` or `clause`.
"""

import re
from typing import NamedTuple

_SAY = "|".join(
    """say state tell claim announce promise deny argue warn think believe comment remark write
    explain suggest predict propose demand urge vow pledge insist admit call describe respond react
    reply answer mention declare feel tweet recall confirm""".split()
)
_SAID = "|".join(
    """said stated told claimed announced promised denied argued warned thought believed commented
    remarked wrote written explained suggested predicted proposed demanded urged vowed pledged
    insisted admitted called described responded reacted replied answered mentioned declared felt
    tweeted recalled confirmed""".split()
)
_SAYS = "|".join(
    """says states tells claims announces promises denies argues warns thinks believes comments
    remarks writes explains suggests predicts proposes demands urges vows pledges insists admits
    calls describes responds reacts replies mentions declares feels tweets""".split()
)
_BEING = (
    "saying|telling|claiming|announcing|promising|denying|arguing|warning|thinking|writing"
    "|explaining|suggesting|proposing|demanding|urging|insisting|quoted|quoted as saying"
)
_TELLING = "tell|tells|told|ask|asks|asked|write|wrote|written|warn|warns|warned|promise|promised"
_RESPONDING = (
    r"(?:respond|react|reply|answer|describe|feel|explain|comment|justify|defend|remember|recall)(?:ed)?"
    r"|replied|described|felt|justified|remembered"
)
_VIEWS = (
    "position|reaction|response|view|opinion|stance|comment|take|statement|words|message"
    "|explanation|warning|promise|answer|remark|argument"
)
_MADE = "words|promises?|warnings?|claims?|reasons?|statements?|comments?|remarks?|arguments?"
_ABOUT = r"about|on|of|regarding|concerning|re:?|to|over|in response to|when asked about|for"
_CLAUSE = "that|would|will|happened|caused|the|his|her|their|was|is|had|has|should"
_NAME = r"(?P<speaker>[^?,]{2,80}?)(?:,\s+(?P<apposition>[^?,]{2,60}),)?"
_ON = rf"(?:\s+(?:{_ABOUT})\s+(?P<topic>.+?))?"
_TOPIC = rf"(?:\s+(?:{_ABOUT})\s+(?P<topic>.+?)|\s+(?P<clause>(?:{_CLAUSE}).+?))?"
_ENDS = " \t?!."
"""What may end a question; stripped first, so that no pattern tries it twice."""
_DO = "did|does|do|has|have|had"
_BE = "is|was|are|were"
_WHAT_IS = rf"what(?:['’]s|\s+(?:{_BE}))"
_LIGHT = r"(?:(?:been|ever|also|\w+ly)\s+)?"
_SHOW = r"(?:(?:show|give|tell|find|list|summari[sz]e|sum\s+up|recap)\s+(?:(?:me|us)\s+)?)"


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_FORMS = _compiled(
    rf"^{_WHAT_IS}\s+{_NAME}(?:['’]s|(?<=s)['’])\s+(?:{_VIEWS})s?{_TOPIC}",
    rf"^what\s+(?:{_BE}|has\s+been|have\s+been)\s+(?:{_SAID})"
    rf"(?:\s+(?:about|on|of)\s+(?P<topic>.+?))?\s+by\s+{_NAME}",
    rf"^what\s+(?:{_BE}|has\s+been|have\s+been)\s+(?:{_SAID})\s+by\s+{_NAME}{_TOPIC}",
    rf"^what\s+(?:{_DO})\s+{_NAME}\s+(?:have\s+)?to\s+say{_TOPIC}",
    rf"^(?:so\s+|and\s+)?what\s+(?:{_DO})\s+{_NAME}\s+{_LIGHT}(?:{_SAY}|{_SAID})"
    rf"(?:\s+(?:reporters|the press|journalists))?{_ON}",
    rf"^(?:so\s+|and\s+)?what\s+(?:{_DO})\s+{_NAME}\s+(?:{_TELLING})\s+(?:\S+\s+){{1,4}}?"
    r"(?:about|on|regarding|concerning)\s+(?P<topic>.+?)",
    rf"^(?:so\s+|and\s+)?{_WHAT_IS}\s+{_NAME}\s+(?:{_BEING})"
    rf"(?:\s+(?:reporters|the press|journalists))?{_TOPIC}",
    rf"^how\s+(?:did|does|do|has|have)\s+{_NAME}\s+(?:{_RESPONDING}){_ON}",
    rf"^where\s+(?:did|does|do)\s+{_NAME}\s+stand{_TOPIC}",
    rf"^(?:{_WHAT_IS}\s+)?the\s+(?:{_VIEWS})s? of\s+{_NAME}{_TOPIC}",
    rf"^{_SHOW}?(?:all\s+)?(?:the\s+)?(?:quotes?|quotations?|statements?|words|comments?|remarks?)"
    rf"\s+(?:by|from|of)\s+{_NAME}{_TOPIC}",
    rf"^(?:{_SHOW}(?:everything|anything|all|what)|everything|anything|all)\s+(?:that\s+)?{_NAME}"
    rf"\s+(?:has\s+|have\s+|had\s+)?(?:{_SAID}|{_SAYS}|{_SAY}){_TOPIC}",
    rf"^{_NAME}(?:['’]s|(?<=s)['’])\s+(?:quote|{_VIEWS})s?\s*{_TOPIC}",
    rf"^(?:what|which)\s+(?:{_MADE})\s+(?:did|does|has|have)\s+"
    rf"{_NAME}\s+(?:use|make|made|give|given|issue|have)\w*{_TOPIC}",
    rf"^(?:{_BE})\s+{_NAME}\s+quoted{_TOPIC}",
)
_OPEN_FORMS = _compiled(
    rf"^(?:so\s+|and\s+)?what\s+(?:{_DO})\s+{_NAME}\s+{_LIGHT}(?:{_SAY}|{_SAID})"
    r"\s+(?P<topic>\S.*?)",
    rf"^how\s+(?:did|does|do|has|have)\s+{_NAME}\s+(?:{_RESPONDING})\s+(?P<topic>\S.*?)",
    rf"^{_NAME}\s+(?:quotes?|quoted|said|says)"
    r"\s+(?P<topic>(?:at|in|on|about|after|before|during|when|from)\s+.+?)",
)
"""The same followed by anything: "say in court", "say a boat is", "describe the harbor"."""
_DID_SAY = re.compile(
    rf"^(?:did|has|does|have)\s+{_NAME}\s+{_LIGHT}(?:{_SAY}|{_SAID})"
    rf"(?:\s+(?P<link>(?:that|about|on)\s+)?(?P<topic>.+?))?",
    re.IGNORECASE,
)
_ACCORDING = _compiled(
    r"^according to (?P<speaker>[^?,]{2,80}),\s*(?P<topic>.+?)",
    r"^(?P<topic>.+?),?\s+according to (?P<speaker>[^?,]{2,80}?)",
)
_NOT_PEOPLE = re.compile(
    r"^(?:the\s+)?"
    r"(?:articles?|it|this|that|there|you|we|i|one|people|someone|anyone|anybody)$",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"(?:what|which|who|whom|when|where|why|how|did|does|do|is|was|are|were)\b"
    r"|.*\b(?:a|an|the|in|of|to|by|with|and|as|for|from|that|on|at|been|other)$",
    re.IGNORECASE,
)
"""What cannot be a name: words that open a question, or that need another word after them."""
_TELLING_VERB = re.compile(
    r"\b(?:promise|deny|denie|warn|predict|propose|demand|vow|pledge|admit|admitt|confirm)(?:e?[sd])?$",
    re.IGNORECASE,
)
"""What ends a question that any words of the person do not answer: "What did Lee promise?"."""
_LONGEST_NAME = 10
"""In words."""
_DESCRIBES = re.compile(r"(?:the|a|an|his|her|their|our)\b", re.IGNORECASE)
_MARKS = "“”„«»\"' "


class SpeechRequest(NamedTuple):
    """Whose words a question asks for."""

    speaker: str
    topic: str | None
    claim: str | None = None
    """What "Did X say (that) ..." asks about."""
    may_be_other: bool = False
    """It may ask about an event instead: "What did settlers call the river?"."""


def speech_request(text: str) -> SpeechRequest | None:
    """Whose words a question asks for, about what, and the claim in it; None if for nobody's."""
    text = text.rstrip(_ENDS)
    for pattern in (*_FORMS, *_OPEN_FORMS, _DID_SAY):
        match = pattern.fullmatch(text)
        if match:
            speaker = _speaker(match)
            if _NOT_PEOPLE.match(speaker):
                return None
            if _NOT_A_NAME.match(speaker) or len(speaker.split()) > _LONGEST_NAME:
                continue
            groups = match.groupdict()
            topic = _plain(groups.get("topic") or groups.get("clause"))
            link = (groups.get("link") or "that").strip().lower()
            claim = topic if pattern is _DID_SAY and link == "that" else None
            is_open = pattern in _OPEN_FORMS
            if topic is None and pattern is not _DID_SAY and (verb := _TELLING_VERB.search(text)):
                topic, is_open = verb[0], True
            return SpeechRequest(speaker, topic, claim, is_open)
    return None


def according_to(text: str) -> SpeechRequest | None:
    """Read "According to X, ...", which X's words answer, or the article's own."""
    text = text.rstrip(_ENDS)
    match = next((found for pattern in _ACCORDING if (found := pattern.fullmatch(text))), None)
    return match and SpeechRequest(match["speaker"].strip(_MARKS), _plain(match["topic"]))


def is_description(speaker: str) -> bool:
    """Whether somebody is described rather than named: "the mayor"."""
    return _DESCRIBES.match(speaker) is not None


def _speaker(match: re.Match[str]) -> str:
    """The name; of "the bank's economist, Ann Lee," only the part that is a name."""
    speaker, behind = match["speaker"].strip(_MARKS), match.groupdict().get("apposition")
    if behind and is_description(speaker) and behind[0].isupper():
        return behind.strip(_MARKS)
    return speaker


def _plain(topic: str | None) -> str | None:
    return (topic or "").strip(_MARKS) or None
