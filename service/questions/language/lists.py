"""Word lists of other languages, from `lists/TAG.toml`."""

import tomllib
from functools import cache
from importlib.resources import files

from msgspec import Struct, convert

_FOLDER = files("service.questions.language") / "lists"


class Lists(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known of a language; lists of words are separated by spaces."""

    asking: str
    """Words that begin questions and little else."""
    function_words: str
    in_names: str = ""
    """Function words of which names are made as well."""
    letters: str = ""
    """A pattern of signs that no other language has."""
    being: str = ""
    """What follows "who" and "what" where something is to be defined: "wer ist Lee"."""
    speech: list[str] = []
    """Patterns of requests for somebody's words."""
    question_words: dict[str, str] = {}
    """Patterns by their English form, the longer ones first: the first that fits is taken."""


@cache
def tags() -> tuple[str, ...]:
    """The languages that there are lists of."""
    return tuple(sorted(file.name.removesuffix(".toml") for file in _FOLDER.iterdir()))


@cache
def lists_of(tag: str) -> Lists:
    """Everything about one language."""
    return convert(tomllib.loads((_FOLDER / f"{tag}.toml").read_text("utf-8")), Lists)
