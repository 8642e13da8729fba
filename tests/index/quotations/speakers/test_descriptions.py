"""Whom descriptions mean, and names that stand behind an office."""

import pytest

from tests.index.quotations.speakers.test_pronouns import last_speaker

MEANT = {
    "the office somebody was elected to": (
        "Elena Roy was elected to a third term as mayor on Tuesday. Her rival was Dale Cho.\n\n"
        "“We will not fill this hall,” the mayor told supporters.",
        "Elena Roy",
    ),
    "what somebody became": (
        "Wade Ngata became chief executive in 2019. Sales have fallen since.\n\n"
        "“We were late,” the chief executive said.",
        "Wade Ngata",
    ),
    "party and state": (
        "Sen. John Berg, who flew in on Monday, said the president will not budge.\n\n"
        "“He believes he is right,” the Ohio Republican said.",
        "John Berg",
    ),
    "state and office": (
        "Sen. Rob Berg said now is not the time.\n\n“We face debt,” the Ohio senator said.",
        "Rob Berg",
    ),
    "two offices and a name": (
        "“It is too much,” said the association’s president and CEO, Jay Berg.",
        "Jay Berg",
    ),
    "party and office": (
        "President Tom Cho spoke on Tuesday. The Republican president said the border is open.\n\n"
        "“It must be shut,” he said.",
        "Tom Cho",
    ),
    "who bears the title, not the president of a bank": (
        "President Tom Cho spoke to bankers. Karen Roy, president of the First Bank, was there.\n\n"
        "The president admitted that “we fumbled it.”",
        "Tom Cho",
    ),
    "whom the article never calls president": (
        "Tom Cho denounced the march. The president declared in a speech that “hate is evil”.",
        "Tom Cho",
    ),
    "a name behind the office and where it is held": (
        "“It is in their hands,” U.S. Ambassador to the United Nations Nikki Berg said.",
        "Nikki Berg",
    ),
    "a name behind what the office is for, in small letters": (
        "“Numbers will rise,” said state deputy director of natural resources Bob Berg.",
        "Bob Berg",
    ),
    "a name behind two offices": (
        "“It is a victory,” said Ode Society Vice President and Senior Counsel Peter Berg.",
        "Peter Berg",
    ),
    "a name behind an office with two fields": (
        "“Think twice,” said former Housing and Urban Development Secretary Julian Berg.",
        "Julian Berg",
    ),
    "a name behind an office and whose it is": (
        "The chief spokesman for the rebels, Adnan Berg, called it a “spiteful act”.",
        "Adnan Berg",
    ),
    "a name behind a party": (
        "“It was a race,” said the panel's top Republican, Rep. Doug Berg of Georgia.",
        "Doug Berg",
    ),
    "a name behind the wrong gender": (
        "“Bans do not work,” said Ode spokeswoman Andrew Berg.",
        "Andrew Berg",
    ),
    "a name with a possessive": (
        "Paul Berg leads it. Despite Berg’s claim that it isn’t meant to divide “on any lines”, "
        "it does.",
        "Paul Berg",
    ),
    "a name with himself": ("Tom Cho spoke. Cho himself called it “more fake news.”", "Tom Cho"),
    "a name in front of party and state": (
        "Sen. Jeff Berg, R-Ohio, who said it is “better than yesterday”, smiled.",
        "Jeff Berg",
    ),
}


@pytest.mark.parametrize(("text", "expected"), MEANT.values(), ids=MEANT)
def test_a_description_means_whom_a_reader_understands(text: str, expected: str) -> None:
    assert last_speaker(text) == expected


NOBODY = {
    "two people": "The town's mayor and Senator Ann Lee said that it was “far too late”.",
    "two people, one of whom is named": (
        "The town's mayor and his wife, Ann Lee, said that it was “far too late”."
    ),
    "of a place, and in which country": (
        "The mother of two boys from Lahore, Pakistan, said that it was “far too late”."
    ),
    "a party whose member did not act": (
        "Ann Lee, a baker, left. “He is right,” the Ohio Republican said."
    ),
    "not elected to it": "Ann Lee was never the mayor. “It is late,” the mayor said.",
}


@pytest.mark.parametrize("text", NOBODY.values(), ids=NOBODY)
def test_nobody_is_named_where_a_description_fits_nobody(text: str) -> None:
    assert last_speaker(text) is None
