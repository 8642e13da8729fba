"""Visibility labels in rows: the only field that rejects a row if unreadable.

Restricted content must not become public because of a typo.
"""

import re
from collections.abc import Mapping
from typing import cast

from index.errors import InvalidFieldError
from index.formats.fields.names import field_called
from index.text.ids import check_labels
from index.text.own_fields import shown

_FIELD = "visible_to"
_BETWEEN = re.compile(r"[;,]")


def labels_of(row: Mapping[str, object]) -> tuple[str, ...]:
    """The labels of a row; none if it has none.

    Raises:
        InvalidFieldError: they are neither a list of labels nor labels separated by semicolons.
    """
    labels = [one for name in row if field_called(name) == _FIELD for one in _labels(row[name])]
    check_labels(labels)
    return tuple(dict.fromkeys(labels))


def _labels(value: object) -> list[str]:
    if value is None or (isinstance(value, str) and not value.strip()):
        return []
    given = _BETWEEN.split(value) if isinstance(value, str) else value
    if not isinstance(given, list):
        raise InvalidFieldError(_FIELD, f"{shown(value)} is not a list of labels")
    for one in cast("list[object]", given):
        if not isinstance(one, str):
            raise InvalidFieldError(_FIELD, f"{shown(one)} is not a label")
    return [one.strip() for one in cast("list[str]", given)]
