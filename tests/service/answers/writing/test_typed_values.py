"""The type of an answer's words, and the value that they alone state."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Span
from service.answers.writing import plain_values
from service.answers.writing.plain_values import plain_value
from service.answers.writing.typed_values import type_of, value_of
from service.questions.understand import understand
from service.wire.typed_values import AnswerType, Value


@pytest.mark.parametrize(
    ("question", "words", "type_", "value"),
    [
        ("How long?", "two and a half years", "duration", Value(duration="P2Y6M")),
        ("How long?", "a fortnight", "duration", Value(duration="P2W")),
        ("How long?", "90-minute", "duration", Value(duration="PT90M")),
        ("How long?", "an hour and a half", "duration", Value(duration="PT1H30M")),
        ("How long?", "two hours and 15 minutes", "duration", Value(duration="PT2H15M")),
        ("How much is it?", "$1.2bn", "money", Value(number=1_200_000_000, currency="$")),
        ("How much is it?", "£40m", "money", Value(number=40_000_000, currency="GBP")),
        ("How much is it?", "US$3.4 million", "money", Value(number=3_400_000, currency="USD")),
        ("How much is it?", "40 pence", "money", Value(number=40, unit="penny")),
        ("When?", "4 March 2025", "date", Value(date="2025-03-04")),
        ("When?", "March 2025", "date", Value(date="2025-03")),
        ("What time is it?", "9.30 a.m.", "time", Value(time="09:30")),
        ("What time is it?", "noon", "time", Value(time="12:00")),
        ("How old is she?", "34", "age", Value(number=34)),
        ("How old is she?", "the 34-year-old", "age", Value(number=34, unit="year")),
        ("What share agreed?", "45 per cent", "share", Value(number=45, unit="percent")),
        ("How far is it?", "2,300-metre", "distance", Value(number=2300, unit="metre")),
        ("How cold is it?", "minus four degrees", "temperature", Value(number=-4, unit="degree")),
        ("How hot is it?", "38C", "temperature", Value(number=38, unit="degree Celsius")),
        ("How many boats?", "eleven", "count", Value(number=11)),
        ("By how much?", "12 percent", "difference", Value(number=12, unit="percent")),
        ("How heavy is it?", "ten pounds", "quantity", Value(number=10, unit="pound")),
        ("How much is it?", "R$5m", "money", Value(number=5_000_000, currency="BRL")),
        ("How heavy is it?", "18 tons", "quantity", Value(number=18, unit="ton")),
        ("What happened?", "$3 million", "money", Value(number=3_000_000, currency="$")),
        ("Who won?", "Nora Quill", "name", None),
        ("Where is it?", "Holm", "place", None),
        ("What burnt?", "the chapel", "text", None),
        ("What is the boat called?", "Second Helping", "name", None),
    ],
)
def test_words_have_a_type_and_a_value(
    question: str, words: str, type_: str, value: Value | None
) -> None:
    found = type_of(understand(question), words)

    assert found == type_
    assert value_of(found, f"It is {words}.", Span(6, 6 + len(words))) == value


@pytest.mark.parametrize(
    ("type_", "before", "words", "after"),
    [
        ("duration", "", "20 to 30 years", ""),
        ("duration", "", "months", ""),
        ("duration", "", "30 years ago", ""),
        ("duration", "", "1" * 400, ""),
        ("count", "", "1" * 400, ""),
        ("count", "", "100000000000000000000 boats", ""),
        ("temperature", "fell to ", "46.3 degrees", " below zero"),
        ("temperature", "it felt like minus ", "58", ", cold enough"),
        ("temperature", "-", "8°C", ""),
        ("temperature", "it was ", "5 degrees", " warmer"),
        ("temperature", "", "14 degrees below normal", ""),
        ("share", "down by minus ", "3 percent", ""),
        ("share", "0.", "5 percent", ""),
        ("money", "£3.5m–", "£4m", ""),
        ("money", "between 4 million and ", "6 million euros", ""),
        ("money", "R", "$5 million", ""),
        ("money", "", "XY$5 million", ""),
        ("money", "", "5 lakh rupees", ""),
        ("money", "as much as ", "$5 million", ""),
        ("money", "", "$5 million", "-plus"),
        ("count", "", "12", ",500 boats"),
        ("count", "", "twenty", "-five boats"),
        ("count", "", "five", " hundred boats"),
        ("count", "", "two", "-thirds of them"),
        ("count", "", "1", " in 5"),
        ("count", "No. ", "4", ""),
        ("count", "upwards of ", "50", " boats"),
        ("count", "", "40", " boats at least"),
        ("distance", "", "5 square miles", ""),
        ("distance", "", "5 feet", " 7 inches"),
        ("distance", "", "60 miles", " per hour"),
        ("duration", "", "13 hours", " 19 minutes"),
        ("date", "in the ", "1920", "s"),
        ("date", "", "2000", " BC"),
        ("date", "the end of ", "1984", ""),
        ("money", "more than ", "$3 million", ""),
        ("money", "", "about $3m", ""),
        ("money", "", "$310 a cubic meter", ""),
        ("money", "", "a million dollars", ""),
        ("money", "", "$3", " to $5"),
        ("date", "", "March 4", " in 2025"),
        ("date", "", "Tuesday", ""),
        ("date", "", "before 2021", ""),
        ("date", "", "February 30, 2025", ""),
        ("time", "", "7:30", ""),
        ("share", "", "a third", ""),
        ("share", "", "one in five", ""),
        ("score", "", "3-2", ""),
        ("count", "at least ", "300", ""),
        ("count", "", "300", " or more"),
        ("count", "", "dozens", ""),
        ("count", "", "12 of 20", ""),
        ("age", "", "in his 30s", ""),
    ],
)
def test_in_doubt_there_is_no_value(type_: str, before: str, words: str, after: str) -> None:
    span = Span(len(before), len(before) + len(words))

    assert value_of(AnswerType(type_), before + words + after, span) is None


@given(st.sampled_from(AnswerType), st.text(max_size=20), st.integers(1, 10**9))
def test_any_words_have_a_value_or_none(type_: AnswerType, words: str, figure: int) -> None:
    for text in (words, f"{figure} {words}", f"{words}{figure}"):
        value = plain_value(type_, text)

        assert value is None or value != Value()


def test_every_listed_currency_is_read() -> None:
    listed = tomllib.loads(
        Path(plain_values.__file__).with_name("currencies.toml").read_text("utf-8")
    )
    amounts = (
        "US$5 C$5 AU$5 NZ$5 HK$5 S$5 €5 £5_sterling 5_yen 5_yuan ₹5 5_Swiss_francs ₩5 R$5 NT$5"
        " Mex$5 $5 ¥5 5_pounds 5_rupees 5_pesos 5_francs 5_kroner 5_roubles"
    )

    found = [plain_value(AnswerType.MONEY, one.replace("_", " ")) for one in amounts.split()]

    assert [value.currency if value else None for value in found] == list(listed)
