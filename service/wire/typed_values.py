"""What sort of words an answer consists of, and the value that they state in so many words."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct


class AnswerType(StrEnum):
    """What sort of words answer.

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
    """What the highlighted words alone state, in a form to compute with.

    What they do not state is null. There is no value where they say it roughly ("about 40",
    "dozens"), as a range ("20 to 30") or as a fraction of a whole ("a third", "one in five"), or
    name a day without its year. Nothing is taken from other sentences or from the article's date.
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
            description="ISO 8601, on the clock of the place that the article tells of.",
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
            description='In English, singular. What is counted ("eleven boats") is no unit.',
            examples=["percent", "mile", "degree Celsius", "year"],
        ),
    ] = None
    currency: Annotated[
        str | None,
        Meta(
            description='The ISO 4217 code where the words say which currency it is ("€" is EUR, '
            '"US$" is USD), otherwise the sign or name that several share.',
            examples=["EUR", "USD", "$", "peso"],
        ),
    ] = None
