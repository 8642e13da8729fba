r"""Phrasings as data: patterns in a TOML file, with shared word lists.

[words]
give = '(?:(?:give|show)\s+me\s+)?'

[forms]
timeline = ['<give>timeline\s+of\s+(?P<topic>\S.*)']
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

# Not the name of a group.
_PLACE = re.compile(r"(?<!\(\?P)<(\w+)>")


@cache
def read_forms(package: str, file: str) -> dict[str, Any]:
    """What a file holds beside its words, which stand in their places."""
    stored = tomllib.loads(files(package).joinpath(file).read_text("utf-8"))
    words: dict[str, str] = {}
    for name, pattern in stored.pop("words").items():
        words[name] = _filled(pattern, words)
    return {name: _filled(value, words) for name, value in stored.items()}


def compiled(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    """The patterns, without regard to case."""
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def first_match(patterns: Iterable[re.Pattern[str]], text: str) -> re.Match[str] | None:
    """The match of the first pattern that a whole text has."""
    return next((found for pattern in patterns if (found := pattern.fullmatch(text))), None)


def _filled(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _filled(one, words) for name, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, words) for one in value]
    return _PLACE.sub(lambda place: words[place[1]], value)
