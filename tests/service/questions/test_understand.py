"""What a question asks for."""

import pytest

from service.questions.kinds.speech_forms import SpeechRequest, according_to
from service.questions.understand import Kind, asks_where_it_happened, understand


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
        ("What were Sheinbaum's comments on the fire?", "Sheinbaum", "the fire"),
        ("what's the mayor's take on rents", "the mayor", "rents"),
        ("What were the voters' views on taxes?", "the voters", "taxes"),
        ("Which promises did Carney make about housing?", "Carney", "housing"),
        ("Is Carney quoted on tariffs?", "Carney", "tariffs"),
        ("everything Carney said about visas", "Carney", "visas"),
        ("Tell me what Carney said about the treaty", "Carney", "the treaty"),
        ("What had Carney to say about the fires?", "Carney", "the fires"),
        ("What did Carney tell Ms. Ruiz about soccer?", "Carney", "soccer"),
        ("What was announced by Carney?", "Carney", None),
        ("What did WHO say about smoke?", "WHO", "smoke"),
        ("What has been said about the bridge by the mayor?", "the mayor", "the bridge"),
        ("Where does Lee stand on parking?", "Lee", "parking"),
        ("What did the bank's economist, Ann Lee, say about rates?", "Ann Lee", "rates"),
        ("What did Ann Lee, the mayor, say about rates?", "Ann Lee", "rates"),
        ("What is the mayor saying about rents?", "the mayor", "rents"),
        ("what did “Carney” say re: tariffs", "Carney", "tariffs"),
        ("What did Varga say in court about the letter?", "Varga", "in court about the letter"),
        ("What did Oyelaran say a boat is?", "Oyelaran", "a boat is"),
        ("What did Lee answer about her worst day?", "Lee", "her worst day"),
        ("How did Dr. Amsel justify closing the ward?", "Dr. Amsel", "closing the ward"),
        ("mayor Ruiz quote at the reopening", "mayor Ruiz", "at the reopening"),
        ("What did Lee warn the crew about?", "Lee", "warn"),
        ("What did the mayor tell the two drivers about?", "the mayor", None),
        ("What does Lee insist on?", "Lee", "insist"),
        ("What did Lee say the vote was about?", "Lee", "the vote was about"),
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
        ("what did the outage cost the city", Kind.NUMBER),
        ("What will the new bridge cost?", Kind.NUMBER),
        ("Why did the ferry stop?", Kind.WHY),
        ("How do I subscribe?", Kind.HOW),
        ("Is the bridge open?", Kind.YES_NO),
        ("What did it cost in million euros?", Kind.NUMBER),
        ("carney usmca", Kind.OTHER),
        ("What is the new bridge called?", Kind.OTHER),
        ("What is the second busiest airport in the United States?", Kind.OTHER),
        ("What is another plague thought to have spread the same way?", Kind.OTHER),
        ("What was hung from the bridge as a warning to ships?", Kind.OTHER),
        ("What company announced the merger?", Kind.WHO),
    ],
)
def test_other_questions_have_a_kind(question: str, kind: Kind) -> None:
    assert understand(question).kind is kind


@pytest.mark.parametrize(
    ("question", "speaker", "topic"),
    [
        ("According to Carney, what will it do?", "Carney", "what will it do"),
        ("How many were hurt, according to the police?", "the police", "How many were hurt"),
    ],
)
def test_a_question_may_say_whose_account_it_wants(question: str, speaker: str, topic: str) -> None:
    assert according_to(question) == SpeechRequest(speaker, topic)


@pytest.mark.parametrize(
    ("question", "is_open"),
    [
        ("What does the river treaty say?", True),
        ("what does the new law say about repairs", True),
        ("What did Ann Law say?", True),
        ("What did the lawyer say?", False),
        ("What did Carney say about the treaty?", False),
    ],
)
def test_what_a_text_says_may_be_told_without_a_quotation(question: str, *, is_open: bool) -> None:
    assert understand(question).may_be_other is is_open


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Where did the bus crash?", True),
        ("In which town was the treaty signed?", True),
        ("Where is Brightwater based?", False),
        ("where is brightwater's headquarters", False),
        ("Where was Ann Lee born?", False),
        ("When did the bus crash?", False),
    ],
)
def test_a_dateline_may_tell_where_something_happened(question: str, *, expected: bool) -> None:
    assert asks_where_it_happened(understand(question)) is expected


@pytest.mark.parametrize("things", ["the shares", "stock prices", "the market", "oil prices"])
def test_what_is_traded_reacts_without_words(things: str) -> None:
    assert understand(f"How did {things} react?").kind is not Kind.STATEMENT
