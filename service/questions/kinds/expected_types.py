"""What sort of words a question asks for, by its own words: "how long", "what score", "how far".

`Kind` says with which words a question asks; of one kind there are several sorts of answers. "How
long was the road closed?" is answered by a duration, not by the date or the hour of closing.
"""

import re
from functools import lru_cache

from service.wire.typed_values import AnswerType

ANYTHING: frozenset[AnswerType] = frozenset()
TIMES = frozenset((AnswerType.DATE, AnswerType.TIME))
"""What answers "when"; all other types that a question can ask for are figures."""

_T = AnswerType
_CURRENCIES = r"dollars|euros|pounds|cents|pence|yen|yuan|rupees|pesos|francs|kron\w+"
_PAYING = (
    r"costs?|pay|pays|paid|worth|price[ds]?|spend|spent|earn\w*|rais(?:e|es|ed|ing)|fine[ds]?|money"
    r"|charge[ds]?|donat\w+|budget(?:ed)?|invest\w*|sell|sold|owe[ds]?|rent|compensation|damages|debt"
    rf"|bid|bail|funding|borrow\w*|{_CURRENCIES}"
)
_PRICES = "price|cost|fee|fare|salary|wage|budget|rent|fine|prize money|ransom|bail"
_MORE = (
    r"more|less|fewer|extra|better|worse|(?:high|low|cheap|long|short|tall|old|young|fast|slow|great"
    r"|small|large|bigg|heavi|light|warm|cold|hott|cool|strong|weak|dear|wid|deep|farth|furth)e?r"
)
_CHANGING = (
    r"rise[ns]?|rose|rising|increas\w+|gr[eo]w\w*|climb\w*|jump\w*|fall\w*|fell|drop\w*|declin\w+"
    r"|decreas\w+|shr[aiu]nk|(?:go|goes|gone|going|went|come|came) (?:up|down)|change[ds]?|differ"
    r"|cut|reduc\w+|slash\w*"
)
_TIME_UNITS = "seconds|minutes|hours|days|nights|weeks|fortnights|months|years|decades|centuries"
_LENGTHS = r"miles|\w*met(?:er|re)s|km|feet|yards|inches|blocks|light[- ]years"
_AUXILIARIES = (
    "did|does|do|has|have|had|will|would|can|could|should|must|may|might|before|until|after"
)
_IS = r"(?:'s|’s|\s+(?:is|was|are|were|will be|has been))"
# "what price", "what is the average price of"; not "what is the price war about".
_WHAT = (
    rf"\b(?:what|which)(?:{_IS}\s+(?:the|its|his|her|their|this|today's)\s+(?:[\w'’-]+\s+){{0,2}}?"
    r"|\s+(?:(?:average|minimum|maximum|final|total|exact|highest|lowest)\s+)?)"
)
_END = (
    r"s?\b(?=\W*$|\W*[?,]|\s(?:of|for|in|on|at|to|per|by|between|if|when|after|before|that|did|does"
    r"|do|will|was|is|are|were|has|have|had|can|should|outside|inside|today|now|there|paid|\w+ed)\b)"
)
# The first that matches a question says what it asks for.
_ASKED = (
    (r"\bhow (?:hot|cold|warm|cool)\b|\bhow (?:high|low)\b.*\btemperature", (_T.TEMPERATURE,)),
    (rf"{_WHAT}temperature{_END}|\bhow many degrees\b", (_T.TEMPERATURE,)),
    (r"\bhow long ago\b", (_T.DATE, _T.DURATION)),
    (r"\bhow much (?:time|longer)\b|\bhow soon\b|\bwhat length of time\b", (_T.DURATION,)),
    (rf"\bfor how long\b|\bhow long (?:{_AUXILIARIES})\b|{_WHAT}duration{_END}", (_T.DURATION,)),
    # A bridge is long in metres, a flight in hours; "closed" and "waiting" take time.
    (r"\bhow long(?:\s+(?:is|was|are|were)|['’]s)\b"
     r"(?!.*(?:\w(?:ed|ing)|\b(?:shut|open|out|off|away|gone|kept|held))\b)",
     (_T.DURATION, _T.DISTANCE)),
    (rf"\bhow long\b|\bhow many (?:\w+ )?(?:{_TIME_UNITS})\b", (_T.DURATION,)),
    (rf"\bhow old\b|\bwhat age\b|{_WHAT}age{_END}", (_T.AGE,)),
    (rf"\bhow many (?:{_LENGTHS})\b", (_T.DISTANCE,)),
    (r"\b(?:what|which|how many|how much)(?: \w+)? per ?cent(?:age)?\b", (_T.SHARE,)),
    (rf"{_WHAT}(?:percentage|share|proportion|fraction|portion|turnout){_END}", (_T.SHARE,)),
    (rf"{_WHAT}score(?:line)?{_END}", (_T.SCORE,)),
    (rf"\bby (?:how|what margin)\b|\bhow (?:much|many|far)\b.*\b(?:{_MORE}|{_CHANGING})\b",
     (_T.DIFFERENCE,)),
    # "How high are rates?", "How far did they get?" have no length.
    (r"\bhow (?:far|tall|high|deep|wide|thick)\b(?!.*\b(?:price|rate|bid|tax|cost|fare|get|go|got"
     r"|reach|turnout|score)\w*\b)", (_T.DISTANCE,)),
    (rf"{_WHAT}(?:distance|height|depth|width|wingspan|diameter){_END}", (_T.DISTANCE,)),
    (rf"{_WHAT}length{_END}", (_T.DISTANCE, _T.DURATION)),
    (r"\bhow much of\b", ()),
    (rf"\bhow (?:much|many)\b.*\b(?:{_PAYING})\b|\bhow (?:expensive|cheap)\b", (_T.MONEY,)),
    (rf"{_WHAT}(?:{_PRICES}){_END}|\bwhat\s+(?:do|did|does|will|would|has|have|had)\b.{{2,80}}\bcost\b",
     (_T.MONEY,)),
    (r"\bhow much (?:is|are|was|were) (?:an?|the|it|this|that|one|its|tickets?|entry|admission)\b"
     r"(?!.*\b(?:left|needed|known|used|made|produced|lost|wasted|done)\b)", (_T.MONEY,)),
    (r"\bhow many (?:of|out of)\b", (_T.COUNT, _T.SHARE)),
    (r"\bhow many\b(?! times)", (_T.COUNT,)),
    (r"\b(?:what|which) (?:time|hour)\b(?! (?:zone|frame|limit|of|period))", (_T.TIME,)),
    (r"\b(?:what|which) (?:day|date|weekday|week|month|year|season|decade|century)s?\b",
     (_T.DATE,)),
)  # fmt: skip
_PATTERNS = tuple((re.compile(asked, re.IGNORECASE), frozenset(types)) for asked, types in _ASKED)
# "What happened when it closed?" and "Did he resign when it closed?" ask for something else.
_WHEN = re.compile(
    r"^(?!(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b(?!.*\b(?:know|tell"
    r"|say|said|clear|known|announced|decided|sure)\s+when\b))"
    r"(?:(?!\b(?:what|which|who|whom|whose|why|how|where)\b).)*\bwhen\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def types_asked_for(question: str) -> frozenset[AnswerType]:
    """The sorts of figures, days or times that answer; empty if the question tells none of them."""
    if _WHEN.search(question):
        return TIMES
    return next((types for pattern, types in _PATTERNS if pattern.search(question)), ANYTHING)
