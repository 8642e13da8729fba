"""Field values: words, people, a date, or nothing.

An unreadable value is treated as unknown, with a note; it is never a reason to reject the article.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias, cast

from index.errors import InvalidFieldError
from index.text.credits import credit_of
from index.text.dates.parsing import normalise_published, parse_epoch, parse_loose_date
from index.text.own_fields import shown

Notes: TypeAlias = tuple[str, ...]

# How pandas, Excel, R, MySQL and programs that print a missing value spell it.
_NOTHING = frozenset(
    "nan -nan nat null none nil undefined na n/a <na> #n/a #na #null! #value! #ref! #name?"
    " #div/0! \\n 1.#qnan -1.#ind".split()
) | {"", "#n/a n/a"}
_LONGEST_NOTHING = 10
# Where objects keep their words: WordPress, the New York Times, ninjs, schema.org, XML as JSON.
_INNER = ("rendered", "main", "original", "name", "value", "text", "byline", "raw", "#text", "$t")
_NAMES = ("name", "full_name", "display_name", "displayName", "title")
_TWO_NAMES = (("firstname", "lastname"), ("first_name", "last_name"), ("firstName", "lastName"))
_MAIN_ROLES = ("main", "body", "headline")
_WRITTEN_LIST = re.compile(r"\[\s*(?:(?:'[^']*'|\"[^\"]*\")\s*+(?:,\s*+)?)*\]")
_ITEM = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_BY = re.compile(r"by\s", re.IGNORECASE)
_LONGEST_LIST = 10_000


def is_nothing(value: object) -> bool:
    """Whether a value is empty: null, blanks, NaN, "NULL", "#N/A"."""
    if isinstance(value, str):
        return len(value) <= _LONGEST_NOTHING and value.strip().lower() in _NOTHING
    if isinstance(value, float):
        return value != value
    return value is None or value == [] or value == {}


def words_of(field: str, value: object) -> tuple[str | None, Notes]:
    """A name, title or URL, and a note if the value is something else."""
    found = _words(value)
    if found is not None or is_nothing(value):
        return None if found is None or is_nothing(found) else found, ()
    return None, (f"{field}: {shown(value)} is no text; left out",)


def paragraphs_of(value: object) -> str | None:
    """The words of a text: a string, an object with one, a list of paragraphs or of versions."""
    if not isinstance(value, list):
        return _words(value) if isinstance(value, str | dict) else None
    parts = cast("list[object]", value)
    if all(isinstance(part, str) for part in parts):
        return "\n\n".join(cast("list[str]", parts))
    return _words(parts)


def date_of(field: str, value: object) -> tuple[str | None, Notes]:
    """A date in ISO 8601, and a note if it was written in another way or cannot be read."""
    if isinstance(value, dict):
        value = next(iter(cast("dict[str, object]", value).values()), None)
    if is_nothing(value):
        return None, ()
    found = _date(value)
    if found is None:
        return None, (f"{field}: {_as_written(value)} could not be read",)
    if isinstance(value, str) and _is_iso(value):
        return found, ()
    return found, (f"{field}: {found}, written as {_as_written(value)}",)


def people_of(field: str, value: object) -> tuple[tuple[str, ...], Notes]:
    """People's names in order, and a note on anything else."""
    names: list[str] = []
    notes: list[str] = []
    for one in _each(value):
        name = _person(one)
        if name is None and not is_nothing(one):
            notes.append(f"{field}: {shown(one)} is no name; left out")
        elif name is not None and not is_nothing(name):
            names += _named_in(name)
    return tuple(names), tuple(notes)


def strings_of(value: str) -> list[str]:
    """The items of a list that was written into one cell: "['Ada', 'Bo']", "Ada; Bo"."""
    written = value.strip()
    if len(written) <= _LONGEST_LIST and _WRITTEN_LIST.fullmatch(written):
        return [one or other for one, other in _ITEM.findall(written)]
    return value.split(";")


def _words(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return None if is_nothing(value) else shown(value)
    if isinstance(value, list):
        return _words_of_main(cast("list[object]", value))
    if isinstance(value, dict):
        inner = cast("Mapping[str, object]", value)
        return next((found for key in _INNER if (found := _words(inner.get(key)))), None)
    return None


def _words_of_main(versions: list[object]) -> str | None:
    """The words of the main one of several objects, as ninjs has headlines and bodies."""
    objects = [cast("Mapping[str, object]", one) for one in versions if isinstance(one, dict)]
    objects.sort(key=lambda one: one.get("role") not in _MAIN_ROLES)
    return next((found for one in objects if (found := _words(one))), None)


def _date(value: object) -> str | None:
    if isinstance(value, str):
        return parse_loose_date(value) or parse_epoch(value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return parse_epoch(cast("float", value)) if is_number else None


def _is_iso(value: str) -> bool:
    try:
        normalise_published(value)
    except InvalidFieldError:
        return False
    return True


def _as_written(value: object) -> str:
    return repr(value[:100]) if isinstance(value, str) else shown(value)


def _each(value: object) -> Iterable[object]:
    if isinstance(value, str):
        return strings_of(value)
    return cast("Iterable[object]", value) if isinstance(value, list | tuple) else [value]


def _person(value: object) -> str | None:
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        return None
    person = cast("Mapping[str, object]", value)
    whole = next((name for key in _NAMES if isinstance(name := person.get(key), str)), None)
    return whole or next(_joined(person), None) or _words(person)


def _joined(person: Mapping[str, object]) -> Iterator[str]:
    """Given name and family name, where they are apart."""
    for keys in _TWO_NAMES:
        parts = [part for key in keys if isinstance(part := person.get(key), str) and part.strip()]
        if parts:
            yield " ".join(parts)


def _named_in(name: str) -> tuple[str, ...]:
    """The people in a byline: "By Ada Brink and Bo Lind"; any other name is one."""
    if not _BY.match(name):
        return (name,)
    credit = credit_of(f"By {name[3:]}")
    return credit.authors if credit and credit.authors else (name[3:],)
