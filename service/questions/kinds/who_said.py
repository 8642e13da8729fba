"""Questions for the speaker of certain words: "Who said the treaty works?".

Only verbs of saying, with what was said behind them, ask so. "Who wrote the Declaration?", "Who
called the police?" and "Who called off the match?" ask who did it: the articles tell, and somebody
who is quoted on the matter is the wrong answer. In doubt a question is not one of these: the
passages that are read for others hold quotations as well.
"""

import re
from functools import cache

from service.questions.forms import compiled, first_match, read_forms

_VERB = re.compile(
    r"(?:(?:(?:was|were)\s+)?quoted\s+(?:as\s+saying|saying|with)"
    r"|\S+\s+(?:out|reporters|the\s+press|journalists)|\S+)\s+"
    r"(?:(?:that|about|for|of|against|to|on|at)\s+)?",
    re.IGNORECASE,
)
_PLAIN_VERB = re.compile(
    r"(?:sa|quot|t[eo]l|was|were|stat|speak|spok|announc|remark|comment|mention|not|call|writ|wrot"
    r"|thinks?|thought|feel|felt|believ)\w*"
)
"""Any words are said, and any view is believed."""
_FORM = re.compile(r"(?:ies|ied|es|ed|[se])$")
_ENDS = " \t?!."
_MARKS = "“”„«»\"' "


def who_said_topic(text: str) -> str | None:
    """What somebody is to be quoted with; None if the question asks something else."""
    asked = text.rstrip(_ENDS)
    found = first_match(_forms(), asked)
    return found and (_VERB.sub("", found["said"], count=1).strip(_MARKS) or None)


def asked_verb(text: str) -> str | None:
    """The stem of the verb of such a question: "warn" of "who warned about the slope".

    Of "who said it" and the like, which any words answer, there is none.
    """
    asked = text.rstrip(_ENDS)
    found = first_match(_forms(), asked)
    verb = found["said"].split()[0].lower() if found else ""
    return _FORM.sub("", verb) if verb and not _PLAIN_VERB.fullmatch(verb) else None


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    return compiled(read_forms("service.questions.kinds", "who_said.toml")["forms"]["said"])
