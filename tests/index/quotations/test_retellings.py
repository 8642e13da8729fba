"""Whose words they are that a newspaper, a broadcaster or a document retells."""

import pytest

from index.quotations.finding import find_quotes
from index.quotations.tagger.shipped import load_tagging
from index.text.segmentation.sentences import split_sentences


def told(text: str) -> list[tuple[str | None, str]]:
    """Each quotation's speaker and words."""
    found = find_quotes(text, split_sentences(text), (), load_tagging())
    return [
        (one.speaker, " ".join(text[span.start : span.end] for span in one.content))
        for one in found
    ]


RETOLD = {
    "according to a newspaper": (
        "“We are one city,” Mayor Ann Lee said at a rally, according to the Flint Herald.",
        [("Ann Lee", "“We are one city,”")],
    ),
    "a station, and words that go on": (
        "“It is a sad day,” Ann Lee said, according to KQRX. “It is hard for all of us.”",
        [("Ann Lee", "“It is a sad day,” “It is hard for all of us.”")],
    ),
    "without a comma": (
        "“I welcome debate, but this is wrong,” said Ann Lee according to the Examiner.",
        [("Ann Lee", "“I welcome debate, but this is wrong,”")],
    ),
    "the newspaper reported": (
        "“It was a park. It was no playground,” Ms. Lee said, the Tribune reported.",
        [("Lee", "“It was a park. It was no playground,”")],
    ),
    "the speaker first": (
        "Ann Lee said, “We knew the risk when we took it,” according to the Herald.",
        [("Ann Lee", "“We knew the risk when we took it,”")],
    ),
    "a British newspaper": (
        "“The bins will be emptied,” Cllr Tom Cho told residents, the Evening Echo reported.",
        [("Tom Cho", "“The bins will be emptied,”")],
    ),
    "announced with a colon": (
        "Here's what Mayor Ann Lee told reporters, according to Politico:\n\n“We are tired.”",
        [("Ann Lee", "“We are tired.”")],
    ),
    "a document": (
        "“I am tired,” Ann Lee told the council, according to minutes of the meeting.",
        [("Ann Lee", "“I am tired,”")],
    ),
    "more said behind it": (
        "“If we show up we win,” Ann Lee told a crowd in Kent, according to the Flint Free Press, "
        "saying it is “the right thing.”",
        [("Ann Lee", "“If we show up we win,”"), ("Ann Lee", "it is “the right thing.”")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), RETOLD.values(), ids=RETOLD)
def test_words_retold_are_of_whoever_said_them(
    text: str, expected: list[tuple[str | None, str]]
) -> None:
    assert told(text) == expected


THEIR_OWN = {
    "what a newspaper opens": (
        "According to the Herald, Ann Lee said the city was “broke”.",
        [("Herald", "Ann Lee said the city was “broke”")],
    ),
    "and without marks": (
        "According to Politico, Ann Lee told aides she would resign.",
        [("Politico", "Ann Lee told aides she would resign")],
    ),
    "what a newspaper reports": (
        "The mayor is to resign on Monday, the Flint Herald said.",
        [("Flint Herald", "The mayor is to resign on Monday")],
    ),
    "what a newspaper tells of somebody": (
        "The Post reported that Ann Lee had told aides that she would resign.",
        [("Post", "that Ann Lee had told aides that she would resign")],
    ),
    "what a person tells of another": (
        "“It is over,” Grayson said, according to Frankel.",
        [("Frankel", "“It is over,” Grayson said")],
    ),
    "what a document says": (
        "“The fire began at noon,” according to a police report.",
        [(None, "“The fire began at noon,”")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), THEIR_OWN.values(), ids=THEIR_OWN)
def test_what_they_tell_themselves_stays_theirs(
    text: str, expected: list[tuple[str | None, str]]
) -> None:
    assert told(text) == expected


def test_whom_somebody_talks_to_says_nothing() -> None:
    text = "“We are one city,” Ann Lee told the Flint Herald in an interview with its editor."

    assert told(text) == [("Ann Lee", "“We are one city,”")]


def test_whoever_is_told_of_may_be_one_of_several_of_a_surname() -> None:
    text = (
        "Tom Cho won in May. His daughter Amy Cho was there.\n\nCho said it was late. He met Dan "
        "Roy at the club. “We need friends,” he said, according to the Flint Herald."
    )

    assert told(text) == [("Tom Cho", "it was late"), ("Tom Cho", "“We need friends,”")]
