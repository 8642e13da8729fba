"""Questions for an agent noun: "Who is the owner of the mill?".

Articles mostly say it with the verb: "Voltaic Commons owns the mill", "the plan, designed by Ruiz".
"""

import re
from functools import cache

from service.questions.forms import compiled, read_forms

_PAST = re.compile(r"\b(?:was|were|former|previous|first|original)\b", re.IGNORECASE)


def asked_with_verb(text: str) -> str | None:
    """The same question with a verb; None if it has no such noun."""
    found = next((m for pattern in _patterns() if (m := pattern.match(text))), None)
    if found is None:
        return None
    present, past = _verbs()[found["noun"].lower().removesuffix("s")]
    verb = past if _PAST.search(text[: found.start("noun")]) else present
    return f"Who {verb} {found['what']}"


@cache
def _verbs() -> dict[str, tuple[str, str]]:
    """The verb of each noun, as it is asked for now and in the past."""
    stored = read_forms("service.questions.kinds", "doers.toml")["verbs"]
    return {noun: (forms.split()[0], forms.split()[-1]) for noun, forms in stored.items()}


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    stored = read_forms("service.questions.kinds", "doers.toml")["patterns"]
    nouns = "|".join(_verbs())
    return compiled([pattern.replace("NOUN", nouns) for pattern in stored["asks"]])
