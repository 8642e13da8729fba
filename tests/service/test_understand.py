"""What a question asks for."""

import pytest

from service.understand import Kind, is_question, understand


@pytest.mark.parametrize(
    ("question", "speaker", "topic"),
    [
        ("what did Carney say about the USMCA review", "Carney", "the USMCA review"),
        ("What did Trump say?", "Trump", None),
        ("What does the mayor think of the new bridge?", "the mayor", "the new bridge"),
        ("What is Carney's position on tariffs?", "Carney", "tariffs"),
        ("Did Sheinbaum say that visas will stay?", "Sheinbaum", "visas will stay"),
        ("quotes by Mark Carney", "Mark Carney", None),
        ("How did Elena Ruiz react to the flood?", "Elena Ruiz", "the flood"),
        ("What has the fire chief told reporters about the blaze?", "the fire chief", "the blaze"),
        ("Carney’s comments on lumber", "Carney", "lumber"),
    ],
)
def test_questions_about_somebodys_words_have_a_speaker_and_a_topic(
    question: str, speaker: str, topic: str | None
) -> None:
    understood = understand(question)

    assert (understood.kind, understood.speaker, understood.topic) == (
        Kind.STATEMENT,
        speaker,
        topic,
    )


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When is the review?", Kind.WHEN),
        ("In what year did the bridge open?", Kind.WHEN),
        ("Where was the conference?", Kind.WHERE),
        ("Which city hosts the games?", Kind.WHERE),
        ("Who said the treaty works?", Kind.WHO),
        ("How many people were hurt?", Kind.NUMBER),
        ("Why did the ferry stop?", Kind.WHY),
        ("How do I subscribe?", Kind.HOW),
        ("Is the bridge open?", Kind.YES_NO),
        ("What did it cost in million euros?", Kind.OTHER),
        ("carney usmca", Kind.OTHER),
    ],
)
def test_other_questions_have_a_kind(question: str, kind: Kind) -> None:
    assert understand(question).kind is kind


@pytest.mark.parametrize("text", ["", "  ", "?!", "hello", "Thanks!", "ok", "…", "¿?"])
def test_chatter_and_punctuation_are_no_questions(text: str) -> None:
    assert not is_question(text)


@pytest.mark.parametrize(
    "text", ["hello kitty sales", "why", "carney usmca", "¿Quién ganó?", "中国"]
)
def test_whatever_has_words_is_a_question(text: str) -> None:
    assert is_question(text)
