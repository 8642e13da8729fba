"""The deed whose doer a question asks for."""

import pytest

from service.reading.culprits.asked_deeds import asked_deed


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Who burned down the mill?", "burning"),
        ("who set fire to the mill", "arson"),
        ("Who started the deadly fire?", "burned"),
        ("Who stole the bell?", "theft"),
        ("Who was the thief of the bell?", "stealing"),
        ("Who has stolen the bell?", "steal"),
        ("who's behind the leak?", "leaking"),
        ("Who was responsible for the leak?", "leaked"),
        ("Who was convicted of murdering the miller?", "killing"),
        ("And who was driving the van?", "drove"),
        ("Which councillor leaked the letter?", "leaking"),
        ("Whose van struck the bell tower?", "striking"),
        ("The mill burned down. Who did not see it? Who signed the deal?", "signed"),
    ],
)
def test_whoever_did_it_is_asked_for(question: str, word: str) -> None:
    deed = asked_deed(question)

    assert deed is not None
    assert deed.search(word)
    assert not deed.search("sang")


@pytest.mark.parametrize(
    "question",
    [
        "Who was robbed?",
        "Who did the thief rob?",
        "Who was cleared of burning down the mill?",
        "Who denied leaking the letter?",
        "Who was wrongly accused of stealing the bell?",
        "Who was arrested for stealing the bell?",
        "Who did not sign the deal?",
        "Who refused to sign the deal?",
        "Which monitors are being recalled?",
        "Who is the mayor of Oldmere?",
        "Where is the man who stole the bell?",
        "When did the mill burn down?",
    ],
)
def test_no_deed_is_asked_for(question: str) -> None:
    assert asked_deed(question) is None
