"""The type of an answer's words, and the value they state."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct


class AnswerType(StrEnum):
    """The type of the words that answer.

    A `date` ("March 4", "last Tuesday"), a `time` of day, a `duration` ("a fortnight"), an `age`,
    `money`, a `difference` ("by 12 percent", "$40 more"), a `share` ("one in five"), a `score`
    ("3-2"), a `distance`, a `temperature`, a `count` ("eleven"), another `quantity` ("300 tonnes"),
    a `name`, a `place`, a `statement` (somebody's words, or a whole sentence) or other `text`.
    """

    DATE = "date"
    TIME = "time"
    DURATION = "duration"
    AGE = "age"
    MONEY = "money"
    DIFFERENCE = "difference"
    SHARE = "share"
    SCORE = "score"
    DISTANCE = "distance"
    TEMPERATURE = "temperature"
    COUNT = "count"
    QUANTITY = "quantity"
    NAME = "name"
    PLACE = "place"
    STATEMENT = "statement"
    TEXT = "text"


class Value(Struct, frozen=True, kw_only=True):
    """The value that the highlighted words state, in machine-readable form.

    Anything not stated is null. There is no value for approximations ("about 40",
    "dozens"), ranges ("20 to 30"), fractions of a whole ("a third", "one in five") or dates
    without a year. Nothing is taken from other sentences or from the article's date.
    """

    date: Annotated[
        str | None,
        Meta(
            description="ISO 8601, no more precise than the words.",
            examples=["2025-03-04", "2025-03", "2025"],
        ),
    ] = None
    time: Annotated[
        str | None,
        Meta(
            description="ISO 8601, in local time of the place the article is about.",
            examples=["09:30"],
        ),
    ] = None
    duration: Annotated[
        str | None, Meta(description="ISO 8601.", examples=["P2Y6M", "PT90M", "P2W"])
    ] = None
    number: Annotated[
        int | float | None,
        Meta(description='"$1.2bn" is 1200000000, "45 per cent" is 45.', examples=[1200000000, 45]),
    ] = None
    unit: Annotated[
        str | None,
        Meta(
            description='In English, singular. The things counted ("eleven boats") are not a unit.',
            examples=["percent", "mile", "degree Celsius", "year"],
        ),
    ] = None
    currency: Annotated[
        str | None,
        Meta(
            description='The ISO 4217 code if the words identify the currency ("€" '
            'is EUR, "US$" is USD), otherwise the sign or name shared by several.',
            examples=["EUR", "USD", "$", "peso"],
        ),
    ] = None
