"""Whom "he" and "she" stand for where somebody else is named beside them."""

import pytest

from index.quotations.finding import find_quotes
from index.quotations.tagger.shipped import load_tagging
from index.text.segmentation.sentences import split_sentences


def last_speaker(text: str) -> str | None:
    """The speaker of the last quotation."""
    return find_quotes(text, split_sentences(text), (), load_tagging())[-1].speaker


MEANT = {
    "not whom the words are about": (
        "Tom Cho, a lawyer, said the vote was late. Dan Roy has been thrown into a brawl between "
        "two parties, he said.",
        "Tom Cho",
    ),
    "nor in the middle of the words": (
        "Tom Cho said on Monday that he knew both. Dan Roy, he said, seemed to enjoy the meetings.",
        "Tom Cho",
    ),
    "nor at their end": (
        "Tom Cho said the jury had left. The “jury is still out” on Dan Roy, he told the paper.",
        "Tom Cho",
    ),
    "unless nobody else can be meant": (
        "Mayor Dan Roy will leave office in May, he said on Monday.",
        "Dan Roy",
    ),
    "whom an earlier he stands for": (
        "Tom Cho came on Saturday. He met Dan Roy at the club. “We need friends,” he said.",
        "Tom Cho",
    ),
    "in the same sentence": (
        "Tom Cho said the race was open. He did not rule out Dan Roy, and he called Sam Fox “a "
        "serious contender.”",
        "Tom Cho",
    ),
    "who acts in a clause before": (
        "Dan Roy spoke first. Shortly after Tom Cho was hired, he insisted that the plan was dead.",
        "Tom Cho",
    ),
    "not whom a participle names": (
        "Tom Cho said it was late. Speaking before Dan Roy’s news conference, he said it was dark.",
        "Tom Cho",
    ),
    "not who speaks in a clause behind": (
        "Mayor Tom Cho gave out Dan Roy’s number after Roy called him a “fool.” He threatened to "
        "reveal the rest.",
        "Tom Cho",
    ),
    "who has only a surname": (
        "On Monday Okafor admitted that the response to Dan Roy’s death was slow. “I thought we "
        "were in a good place,” he added.",
        "Okafor",
    ),
    "and was heard before": (
        "“We back the blue,” Okafor said.\n\nYet Okafor had another idea: “Wait,” he said.",
        "Okafor",
    ),
    "whose surname is a word": (
        "“They change,” said Doug Church, a clerk. But it is slow, he said.\n\n“Very,” he said.",
        "Doug Church",
    ),
    "whose given name may be a particle": (
        "Ben Van Raalte, 58, said he planned to vote for Tom Cho.\n\n“I like him,” he said.",
        "Ben Van Raalte",
    ),
    "whose gender a possessive tells": (
        "The last was Ottoline Berg, 16, who had done her homework. “I stay,” she said.",
        "Ottoline Berg",
    ),
    "past a man of whom nothing is known": (
        "Ann Lee left school. The fourth took her because, as she told it, he said that it was "
        "late.\n\nShe bought the yard.\n\n“A boat is a kindness,” she said.",
        "Ann Lee",
    ),
    "past a link": (
        "Tom Cho took issue with that.\n\nMore: Dan Roy resigns over cars\n\n“It is,” he said.",
        "Tom Cho",
    ),
    "past whose picture it is": (
        "Ann Lee said she waited.\n\nEnlarge this image Amy Fox/APR\n\n“Long,” she said.",
        "Ann Lee",
    ),
    "behind an early day": (
        "Tom Cho met them. Early last week, Cho, a former teacher, gave a long address.\n\n"
        "“It remains,” he told a think tank.",
        "Tom Cho",
    ),
}


@pytest.mark.parametrize(("text", "expected"), MEANT.values(), ids=MEANT)
def test_a_pronoun_stands_for_who_acted_or_spoke(text: str, expected: str) -> None:
    assert last_speaker(text) == expected


UNCLEAR = {
    "an office without a name": (
        "Cho spoke. The agency’s director-general defended it against Mayor Dan Roy. “This is a "
        "time to be united,” he said."
    ),
    "a man of whom he speaks": "Will he challenge Dan Roy? Maybe. “We will see,” he says.",
    "a woman beside an officer of unknown gender": (
        "President Cho criticised a speech by Amy Fox. “You name it,” she said."
    ),
}


@pytest.mark.parametrize("text", UNCLEAR.values(), ids=UNCLEAR)
def test_nobody_is_named_where_a_pronoun_leaves_a_choice(text: str) -> None:
    assert last_speaker(text) is None


def test_an_office_is_not_held_by_who_is_named_much_later() -> None:
    between = "The plan was drawn up in Flint. " * 40
    text = f"The president said it was late. {between}In those days President Cho was young."

    assert last_speaker(text) is None


LONG = {
    "two offices in turn": (
        "Senator Ann Lee met Governor Tom Cho. "
        + "The senator is tall. The governor is old. " * 400
        + "“It is late,” the senator said.",
        None,
    ),
    "a shared surname": (
        "Lee came. Ann Lee met Bo Lee. " + "Lee walked home. " * 800 + "“It is late,” Lee said.",
        "Ann Lee",
    ),
}


@pytest.mark.parametrize(("text", "expected"), LONG.values(), ids=LONG)
def test_subjects_that_each_look_back_to_the_one_before_are_soon_resolved(
    text: str, expected: str | None
) -> None:
    assert last_speaker(text) == expected
