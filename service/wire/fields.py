"""Fields shared by several requests, and requests built from loose fields."""

import re
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

from index.errors import InvalidFieldError
from index.identity import Rule
from index.text.field_patterns import CONDITION_PATTERN
from index.text.ids import ID_PATTERN, LABEL_PATTERN, LONGEST_ID, LONGEST_LABEL
from prompts import languages, matching_language

MAX_QUESTION = 2_000
MAX_BATCH = 1_000
FIELD_FILTER = "#/components/schemas/FieldFilter"
"""The schema component that describes conditions on custom fields."""

NOT_BLANK = r"[^\s\x00\x1c-\x1f\x85]"
"""Pattern for texts that must not be blank, so that the schema says so too."""
_BLANK = f"Expected `str` matching regex {NOT_BLANK!r}"
_LENGTH = re.compile(r"Expected `str` of length (<=|>=) (\d{1,12})")
_EMPTY = f"is empty; ask with 1 to {MAX_QUESTION:,} characters"
_CALENDAR: dict[str, Any] = {
    "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]
}
"""No pattern knows which days exist: `index.text.dates.parsing` judges, the schema says what."""

QuestionText = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=MAX_QUESTION,
        pattern=NOT_BLANK,
        description="A question, or a topic.",
    ),
]
Name = Annotated[str, Meta(min_length=1, max_length=200)]
CollectionName = Annotated[
    Name, Meta(description="Collection; by default the setting `collection`.")
]
Label = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=LONGEST_LABEL,
        description="A label; only keys with it can see the article.",
        extra_json_schema={"pattern": LABEL_PATTERN},
    ),
]
ArticleId = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=LONGEST_ID,
        description="Id of an article. In a URL, encode it, slashes included.",
        extra_json_schema={"pattern": ID_PATTERN},
    ),
]
KnownId = Annotated[
    str, Meta(min_length=1, description="Id. In a URL, encode it, slashes included.")
]
"""Id of something that exists, perhaps created under different rules."""
Date = Annotated[
    str,
    Meta(
        max_length=40,
        description="ISO 8601: a date, or a date and time.",
        extra_json_schema=_CALENDAR,
    ),
]
PublishedFrom = Annotated[Date, Meta(description="Published on or after this date.")]
PublishedTo = Annotated[Date, Meta(description="Published on or before this date.")]
AsOf = Annotated[Date, Meta(description="Ignore articles published after this date.")]
AskedAt = Annotated[
    Date,
    Meta(
        description="The date that “this week” and the like refer to; by default `as_of` or today. "
        "Articles published more than two days later hardly count as answers."
    ),
]
Values = Annotated[list[Name], Meta(max_length=1_000)]
ArticleIds = Annotated[
    list[KnownId],
    Meta(max_length=1_000, description="Ids of articles; unknown ids find nothing."),
]
Outlet = Annotated[
    Name,
    Meta(description="Only articles from this outlet; words unique to its name are enough."),
]
Author = Annotated[Name, Meta(description="Only articles by this author.")]
SpeakerName = Annotated[Name, Meta(description="Only what this person said.")]
OwnFields = Annotated[
    dict[str, Any],
    Meta(
        description="Custom fields: each a string, a number, true or false, or a list of strings. "
        "A string in ISO 8601 is a date. Up to 32 fields; names begin with a letter and have up to "
        "64 letters, digits, `_`, `-` and `.`; strings have up to 500 characters. Anything else is "
        "dropped and listed in `assumed`.",
        examples=[{"section": "politics", "priority": 3, "reviewed": "2026-12-01"}],
    ),
]
OwnFieldsFilter = Annotated[
    dict[str, Any],
    Meta(
        description='Conditions on custom fields: a value (`{"section": '
        '"politics"}`), a list of which one must match (`{"section": ["politics", '
        '"world"]}`), or operators: `eq`, `in`, `not`, and for numbers and dates '
        "`gt`, `gte`, `lt`, `lte`. All fields of an object must match; `and` and `or` "
        "take lists of such objects, `not` takes one and also matches articles "
        "without the field. Case is ignored, a date means the whole day, and one "
        "match in an article's list is enough.",
        extra_json_schema={"$ref": FIELD_FILTER},
        examples=[{"section": {"in": ["politics", "world"]}, "priority": {"gte": 2}}],
    ),
]
PassageCount = Annotated[int, Meta(ge=1, le=100, description="Maximum number of passages.")]
Identity = Annotated[
    Rule,
    Meta(
        description="What to do if the URL or id already belongs to a different "
        "text: `judge` replaces it if both are plausibly versions of one story, "
        "`replace` always replaces it, `keep` keeps both."
    ),
]
SuggestionCount = Annotated[
    int,
    Meta(ge=0, le=4, description="In a stream: the number of suggested questions before `done`."),
]
Conditions = Annotated[
    list[Annotated[str, Meta(extra_json_schema={"pattern": CONDITION_PATTERN})]],
    Meta(
        min_length=1,
        max_length=100,
        description="Conditions on custom fields: `section=politics`, `priority>=2` "
        "or `section!=sport`. May be repeated: all must hold, but of several values "
        "for one field, one is enough.",
    ),
]


T = TypeVar("T")


def checked(type_: type[T], fields: dict[str, Any], *, strict: bool = True) -> T:
    """A request built from loose fields, such as the options of a command or of a URL.

    Unless strict, numbers may be given as text.

    Raises:
        InvalidFieldError: a field is invalid; the error names it.
    """
    try:
        return msgspec.convert(fields, type_, strict=strict)
    except msgspec.ValidationError as exc:
        message, _, place = str(exc).partition(" - at ")
        field = place.strip("`").removeprefix("$.") or "request"
        raise InvalidFieldError(field, in_words(message)) from exc


def in_words(message: str) -> str:
    """The error from msgspec; in plain words if a text is blank, too long or too short."""
    if message == _BLANK:
        return _EMPTY
    length = _LENGTH.fullmatch(message)
    if length is None:
        return message
    is_longest, number = length[1] == "<=", int(length[2])
    if number == 1 and not is_longest:
        return "is empty"
    return f"has {'more' if is_longest else 'fewer'} than {number:,} characters"


def known_language(given: str | None) -> str | None:
    """The requested language; None for None.

    Raises:
        InvalidFieldError: the language is not supported; the message lists those that are.
    """
    if given is None or matching_language(given) is not None:
        return given
    raise InvalidFieldError(
        "language", f"{given!r} is unknown; use one of {', '.join(languages())}"
    )
