"""Typed values from JSON, reporting every unknown, missing and mistyped field."""

import difflib
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar, cast, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, Struct

from eval.sets.steps.faults import Place
from eval.sets.steps.files import Fields

T = TypeVar("T", bound=Struct)


def build(type_: type[T], fields: Fields, place: Place) -> T | None:
    """The value given by the fields, or None if they have a fault.

    All faults are reported, not only the first; a type that msgspec checks as a whole (a list of
    texts, a union) counts as one field.
    """
    known = {field.name: field for field in msgspec.structs.fields(type_)}
    values: Fields = {}
    wrong = _unknown(fields, list(known), place)
    for name, field in known.items():
        if name in fields:
            ok, values[name] = _value(field.type, fields[name], place, name)
            wrong |= not ok
        elif field.default is NODEFAULT and field.default_factory is NODEFAULT:
            place.report(name, "is missing")
            wrong = True
    return None if wrong else type_(**values)


def known_fields(fields: Fields, names: Iterable[str]) -> Fields:
    """The named fields, if present and not null."""
    return {name: fields[name] for name in names if fields.get(name) is not None}


def _unknown(fields: Fields, known: Sequence[str], place: Place) -> bool:
    unknown = [name for name in fields if name not in known]
    for name in unknown:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known fields: {', '.join(known)}"
        place.report(name, f"unknown field; {hint}")
    return bool(unknown)


def _value(type_: Any, value: Any, place: Place, name: str) -> tuple[bool, Any]:
    """Whether a value has the right type, and the converted value."""
    if isinstance(type_, type) and issubclass(type_, Struct) and isinstance(value, dict):
        built = build(type_, cast("Fields", value), place.below(f"{name}."))
        return built is not None, built
    item = _struct_in_list(type_)
    if item is not None and isinstance(value, list):
        found = [
            _value(item, each, place, f"{name}[{number}]") for number, each in enumerate(value)
        ]
        return all(ok for ok, _ in found), [each for _, each in found]
    return _converted(type_, value, place, name)


def _struct_in_list(type_: Any) -> type[Struct] | None:
    inner = get_args(type_)[0] if get_origin(type_) is list else None
    return inner if isinstance(inner, type) and issubclass(inner, Struct) else None


def _converted(type_: Any, value: Any, place: Place, name: str) -> tuple[bool, Any]:
    try:
        converted = msgspec.convert(value, type_)
    except msgspec.ValidationError as exc:
        message, _, path = str(exc).partition(" - at ")
        place.report(name + path.strip("`").removeprefix("$"), message)
        return False, None
    if _holds_nul(converted):
        place.report(name, "contains a NUL character")
        return False, None
    return True, converted


def _holds_nul(value: Any) -> bool:
    if isinstance(value, list):
        return any(_holds_nul(item) for item in value)
    return isinstance(value, str) and "\0" in value
