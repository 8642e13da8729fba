"""Questions that several things answer: "which countries", "who were", "name the ministers"."""

import re

# Words that look like plurals but are not, in places where a noun may stand.
_SINGULAR = "does|is|was|has|this|his|its|as|us|news|politics|happens|makes|causes|comes|goes|means"
_PLURAL = rf"(?!(?:{_SINGULAR})\b)[a-z]+[^\Wsui]s|people|men|women|children"
# What may follow a plural that is asked for; another noun would be what is asked ("sports event").
_AFTER = (
    r"(?:\s*[?.!]*$|\s+(?:did|do|are|were|have|had|has|is|was|will|would|can|could|may|might|must"
    r"|should|shall|in|of|at|on|from|to|for|by|with|that|which|who|whose|besides|other|and|not"
    r"|also|both|all|took|made|won|left|came|got|went|said|say|lost|gave|saw|led|became|\w+ed)\b)"
)
_COUNTED = r"two|three|four|five|six|seven|eight|nine|ten|both|several|various|all"
_FORMS = (
    rf"\b(?:what|which)\s+(?:of\s+)?(?:the\s+)?(?:[\w'’-]+\s+){{0,2}}?(?:{_PLURAL}){_AFTER}",
    r"\bwho\s+(?:all\s+)?(?:are|were|else)\b",
    rf"\bwhat\s+(?:are|were)\s+(?:the\s+)?(?:[\w'’-]+\s+){{0,2}}?(?:{_PLURAL})\b",
    rf"\b(?:what|who|which)\s+(?:are|were)\s+(?:the\s+)?(?:{_COUNTED})\b",
    r"^(?:please\s+)?(?:name|list|enumerate)\b(?!\s+(?:of|price)\b)",
)
_LIST = re.compile("|".join(f"(?:{form})" for form in _FORMS), re.IGNORECASE)


def asks_for_several(question: str) -> bool:
    """Whether a question, by its form, asks for several answers.

    "Who attended?" may have one answer or ten and counts as asking for one. Taking a question for a
    list by mistake costs little: only spans that the network scores nearly as high as the best are
    highlighted beside it.
    """
    return bool(_LIST.search(question))
