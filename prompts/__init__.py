"""All user-facing messages, and all text given to models.

    say("reason_unknown_speaker", "de", speaker="Carney")

The sentences are text files that a translator can edit, in one folder per language; what models
expect before their texts is in `models.toml`. Everything is read once. A folder with `page.txt`
alone is a language of the interface: pages speak it, and answers are written in English.
"""

import re
from collections.abc import Callable, Sequence

from prompts.catalogue import PLACEHOLDER, catalogue, placeholders
from prompts.errors import PromptError
from prompts.models import ModelPrompts, model_prompts, model_rules

__all__ = [
    "ModelPrompts",
    "PromptError",
    "interface_languages",
    "languages",
    "matching_language",
    "messages",
    "model_prompts",
    "say",
    "validate",
]

ENGLISH = "en"
_INTERFACE = "page_"


def say(name: str, language: str = ENGLISH, **values: object) -> str:
    """The message of that name, with its {placeholders} filled in.

    Values are inserted as they are: braces in them remain braces. "en-GB" falls back to "en", and
    a language without a translation to English. Values without a placeholder are ignored.

    Raises:
        PromptError: an unknown message, or a placeholder without a value.
    """
    text = _spoken(language).get(name) or catalogue()[ENGLISH].get(name)
    if text is None:
        raise PromptError(f"unknown message {name!r}; add it to prompts/{ENGLISH}")

    def fill(hole: re.Match[str]) -> str:
        if hole[1] not in values:
            raise PromptError(f"the message {name!r} needs a value for {hole[0]}")
        return str(values[hole[1]])

    return PLACEHOLDER.sub(fill, text)


def messages(language: str, prefix: str = "") -> dict[str, str]:
    """The messages whose names start with the prefix, by full name, with their placeholders."""
    spoken = _spoken(language)
    return {name: text for name, text in spoken.items() if name.startswith(prefix)}


def languages() -> tuple[str, ...]:
    """The languages of answers as lower-case tags, sorted."""
    known = catalogue().items()
    return tuple(sorted(language for language, spoken in known if not _is_interface(spoken)))


def interface_languages() -> tuple[str, ...]:
    """The languages of pages: those of answers, and those with the words of pages alone."""
    return tuple(sorted(catalogue()))


def matching_language(tag: str, among: Callable[[], Sequence[str]] = languages) -> str | None:
    """The language that a tag means, "en" for "en-GB", among those; None if there is none."""
    plain = tag.strip().lower().replace("_", "-")
    known = among()
    return next((name for name in (plain, plain.split("-")[0]) if name in known), None)


def validate() -> None:
    """Check that every language has every message, with the same placeholders.

    Raises:
        PromptError: some message is missing, unknown or has other placeholders; all are named.
    """
    model_rules()
    english = catalogue()[ENGLISH]
    faults = [
        fault
        for language, spoken in sorted(catalogue().items())
        for fault in _faults(language, spoken, english)
    ]
    if faults:
        raise PromptError("; ".join(faults))


def _spoken(language: str) -> dict[str, str]:
    return catalogue()[matching_language(language, interface_languages) or ENGLISH]


def _is_interface(spoken: dict[str, str]) -> bool:
    return all(name.startswith(_INTERFACE) for name in spoken)


def _faults(language: str, spoken: dict[str, str], english: dict[str, str]) -> list[str]:
    prefix = _INTERFACE if _is_interface(spoken) else ""
    wanted = {name for name in english if name.startswith(prefix)}
    missing = [f"{language}: {name} is missing" for name in wanted - spoken.keys()]
    unknown = [
        f"{language}: {name} is unknown in {ENGLISH}" for name in spoken.keys() - english.keys()
    ]
    other = [
        f"{language}: {name} has different placeholders in {ENGLISH}"
        for name in english.keys() & spoken.keys()
        if placeholders(spoken[name]) != placeholders(english[name])
    ]
    return sorted(missing + unknown + other)
