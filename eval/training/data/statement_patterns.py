"""Patterns of sentences that state who or what something is, why, or how long."""

import re

PERSONS = frozenset(
    "president chairman chairwoman chair chief director minister senator governor mayor secretary "
    "leader professor lawyer attorney judge justice officer spokesman spokeswoman spokesperson "
    "founder co-founder author writer editor analyst economist scientist researcher actor actress "
    "singer coach player captain general commander ambassador adviser advisor strategist activist "
    "congressman congresswoman representative candidate nominee commissioner executive manager "
    "head partner owner teacher doctor physician sheriff prosecutor historian journalist reporter "
    "columnist host anchor producer fellow expert chancellor king queen prince pope bishop priest "
    "cleric rapper musician composer artist architect astronaut pilot sergeant colonel lieutenant "
    "deputy aide lobbyist consultant businessman entrepreneur billionaire engineer farmer student "
    "son daughter wife husband brother sister mother father widow".split()
)
"""Nouns for persons."""

THINGS = frozenset(
    "film movie documentary series show song album book novel magazine newspaper website blog app "
    "company firm corporation bank airline carmaker retailer manufacturer startup giant agency "
    "group organization organisation nonprofit charity foundation institute university college "
    "school hospital museum church team club league party union coalition committee commission "
    "court city town village county state province country island river lake mountain street "
    "district region province network station channel program programme project law bill act "
    "treaty agreement case ship plane aircraft drug vaccine virus disease festival award prize "
    "restaurant hotel casino mall park stadium airport bridge tower think-tank publication "
    "journal".split()
)
"""Nouns for what has a name and is no person."""

HEAD_ENDS = re.compile(
    r"\s(?:of|for|at|in|with|from|who|which|that|based|on|to|and|whose|where|known|called|founded"
    r"|made|run|led|by|about|near|as|when|behind|under)\b"
)
"""The boundary between a description's noun and the statement about it."""

_WORD = r"[A-Z][\w’'&-]*\w\.?"
_NAME = rf"(?P<name>{_WORD}(?:\s(?:(?:of|the|de|van|von|bin|al|for|and)\s)?{_WORD}){{0,4}})"
_PERSON = (
    r"(?P<name>[A-Z][\w’'-]+(?:\s[A-Z]\.)?"
    r"(?:\s(?:de|van|von|bin|al|el|Mc|O')?\s?[A-Z][\w’'-]+){1,2})"
)
_REST = (
    r"(?P<rest>(?:said|says|told|is|was|has|had|will|would|announced|won|lost|plans|wants|became"
    r"|\w{3,}ed)\s[^.?!;:“”\"]{12,140}(?=[.?!,;:“”\"]|$))"
)
_DESCRIBED = r"(?P<what>(?:an?|the)\s(?P<noun>[^,.;:()“”\"]{3,90}?))"

APPOSITION = re.compile(rf"(?<![\w’'])(?:{_NAME}),\s{_DESCRIBED},\s(?:{_REST})?")
"""Ines Duarte, the captain of the ferry, said ..."""

COPULA = re.compile(rf"^{_NAME}\s(?:is|was)\s{_DESCRIBED}[.,]")
"""Ines Duarte is the captain of the ferry."""

THING_BEFORE_NAME = re.compile(
    rf"\b(?:[Tt]he|[Aa]n?|[A-Z]\w+)\s(?P<noun>(?:[a-z-]+\s)?(?:{'|'.join(sorted(THINGS))}))"
    rf"\s[“\"‘]?{_NAME}[”\"’]?,?\s{_REST}"
)
"""The film "Night Ferry" won ..."""

PERSON_BEFORE_NAME = re.compile(
    rf"\b(?P<noun>(?:[a-z-]+\s)?(?:{'|'.join(sorted(PERSONS))}))\s{_PERSON},?\s{_REST}"
)
"""The economist Ines Duarte said ..."""

_OFFICE = (
    r"(?:Prime Minister|Foreign Minister|Finance Minister|Defense Minister|President|Vice President"
    r"|Chancellor|Secretary of State|Governor|Mayor|Attorney General|Speaker|CEO|Chief Executive"
    r"|Defense Secretary|Treasury Secretary|Health Secretary|Senator|spokesman|spokeswoman"
    r"|director|chairman|founder|president|chief executive|editor|coach|leader)"
)
TITLED = re.compile(
    rf"(?P<what>(?P<of>[A-Z][\w-]+(?:\s[A-Z][\w-]+){{0,2}})\s(?P<office>{_OFFICE}))\s{_PERSON}\b"
)
"""Harbour CEO Ines Duarte"""

_SUBJECT = r"^(?P<who>(?:[A-Z]|[Tt]he\s|An?\s)[^,;:“”\"]{2,50}?)\s"
_BE = r"(?P<be>was|were|is|are|will|has|have|had)"

REASON = re.compile(
    rf"{_SUBJECT}(?P<be>was|were|is|are|will|has|have|had|can|could|would)"
    r"\s(?P<rest>(?!not\b)[^,;:“”\"]{6,80}?),?\s(?:because\s(?!of\b)|because of\s|due to\s)"
    r"(?P<answer>[^;:“”\"]{8,160}?)[.,]?$"
)
"""The ferry was late because ..."""

_COUNT = (
    r"(?:\d+|an?|two|three|four|five|six|seven|eight|nine|ten|several|a few|a dozen"
    r"|nearly \w+|more than \w+|about \w+)"
)
_PERIOD = r"(?:seconds|minutes?|hours?|days?|weeks?|months?|years?|decades?)"
LASTED = re.compile(
    rf"{_SUBJECT}{_BE}\s(?P<rest>[^,;:“”\"]{{4,60}}?)\sfor"
    rf"\s(?P<answer>{_COUNT}\s(?:more\s)?{_PERIOD})\b"
)
"""The bridge was closed for two years."""
