"""JSON Schema patterns for conditions on custom fields.

How deep they may be nested and how many values they may have, no schema can express. Names of
fields may have letters of any alphabet; the patterns of JSON Schema know only ours.
"""

from typing import Any

from index.text.own_fields import LARGEST_NUMBER, LONGEST_TEXT, RESERVED

_WORDS = "|".join(sorted(RESERVED))
_NAME = r"[A-Za-z][A-Za-z0-9_.-]{0,63}"
_NUMBER = r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?"
_DAY = r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"

CONDITION_PATTERN = (
    rf"^(?!({_WORDS})[=!<>]){_NAME}"
    rf"(!?=[^\x00]{{0,{LONGEST_TEXT}}}|[<>]=?({_NUMBER}|{_DAY}))$"
)
"""Of one condition in words: "section=politics", "priority>=2", "section!=sport"."""

_TEXT: dict[str, Any] = {"type": "string", "maxLength": LONGEST_TEXT, "pattern": r"^[^\x00]*$"}
_AMOUNT: dict[str, Any] = {
    "type": "number",
    "minimum": -LARGEST_NUMBER,
    "maximum": LARGEST_NUMBER,
}
_VALUE: dict[str, Any] = {"anyOf": [_TEXT, _AMOUNT, {"type": "boolean"}]}
_VALUES: dict[str, Any] = {"type": "array", "minItems": 1, "items": _VALUE}
_MOMENT: dict[str, Any] = {
    "anyOf": [
        _AMOUNT,
        {"type": "string", "format": "date"},
        {"type": "string", "format": "date-time"},
    ]
}


def filter_schemas(place: str) -> dict[str, Any]:
    """The schemas of a filter, of its conditions and of the test of one field, by name.

    Args:
        place: where they will stand, for references: "#/components/schemas/".
    """
    conditions = {"$ref": f"{place}FieldConditions"}
    test = {"$ref": f"{place}FieldTest"}
    several = {"type": "array", "minItems": 1, "items": conditions}
    ranges = dict.fromkeys(("gt", "gte", "lt", "lte"), _MOMENT)
    return {
        "FieldFilter": {"anyOf": [conditions, {"type": "object", "maxProperties": 0}]},
        "FieldConditions": {
            "type": "object",
            "minProperties": 1,
            "properties": {"and": several, "or": several, "not": conditions},
            "patternProperties": {rf"^(?!({_WORDS})$){_NAME}$": test},
            "additionalProperties": False,
        },
        "FieldTest": {
            "anyOf": [
                *_VALUE["anyOf"],
                _VALUES,
                {
                    "type": "object",
                    "minProperties": 1,
                    "properties": {"eq": _VALUE, "in": _VALUES, "not": test, **ranges},
                    "additionalProperties": False,
                },
            ]
        },
    }
