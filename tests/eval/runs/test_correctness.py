"""When words count as a right answer."""

import pytest

from eval.questions import Case, Evidence
from eval.runs.correctness import QuotedSpan, holds_answer, is_known, is_right, matches_evidence

COST = Case(id="1", question="What did it cost?", answers=["41 million euros"])


def _words(text: str, speaker: str | None = None) -> QuotedSpan:
    return QuotedSpan(text, "bridge", 100, 100 + len(text), speaker)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("It cost 41 million euros.", True),
        ("41 Million Euros", True),
        ("It cost 141 million euros.", False),
        ("It cost 41 million.", False),
        ("", False),
    ],
)
def test_words_that_hold_a_known_answer_are_right(text: str, right: bool) -> None:
    assert is_right(_words(text), COST) is right


def test_without_known_answers_the_marked_evidence_decides() -> None:
    case = Case(
        id="1", question="Why?", evidence=[Evidence(article="x", quote="because the road was wet")]
    )

    # It holds the evidence; it is held by it; half of the words agree; none do.
    assert holds_answer(_words("The bus slid because the road was wet."), case)
    assert holds_answer(_words("the road was wet"), case)
    assert holds_answer(_words("because a wet road was there"), case)
    assert not holds_answer(_words("The driver was unhurt."), case)


def test_an_answer_word_elsewhere_by_chance_is_not_right_where_places_are_marked() -> None:
    evidence = Evidence(article="bridge", quote="Monday", start=110)
    case = Case(id="1", question="When?", answers=["Monday"], evidence=[evidence])

    over = QuotedSpan("It opened Monday", "bridge", 100, 116)
    elsewhere = QuotedSpan("It closed Monday", "bridge", 300, 316)
    other_article = QuotedSpan("It opened Monday", "ferry", 100, 116)

    assert [holds_answer(words, case) for words in (over, elsewhere, other_article)] == [
        True,
        False,
        False,
    ]


def test_a_wrong_speaker_makes_an_answer_wrong_and_a_missing_one_does_not() -> None:
    case = Case(id="1", question="?", answers=["needless"], speaker="Piet Vos")
    said = "called the strike needless"

    assert is_right(_words(said, "Mayor Vos"), case)
    assert is_right(_words(said), case)
    assert not is_right(_words(said, "Ada Holm"), case)
    assert holds_answer(_words(said, "Ada Holm"), case)


def test_a_speaker_whom_the_article_only_describes_is_nobody_else() -> None:
    case = Case(id="1", question="?", answers=["needless"], speaker="Piet Vos")
    said = "called the strike needless"

    assert is_right(_words(said, "the Dutch mayor"), case)
    assert not is_right(_words(said, "The Dockers Union"), case)


def test_nothing_answers_an_unanswerable_question() -> None:
    case = Case(id="1", question="?", answerable=False)

    assert is_known(case)
    assert not is_right(_words("anything"), case)


def test_without_a_judgement_no_answer_can_be_missing() -> None:
    assert not is_known(Case(id="1", question="?", answers=["41 million"]))
    assert is_known(Case(id="1", question="?", answers=["41 million"], answerable=True))


def test_a_question_that_only_names_articles_has_no_known_answer() -> None:
    case = Case(id="1", question="?", evidence=[Evidence(article="bridge")], answerable=True)

    assert not is_known(case)


def test_evidence_is_supported_at_its_place_or_by_its_words() -> None:
    placed = Evidence(article="bridge", quote="It cost 41 million euros.", start=100)
    free = Evidence(quote="It cost 41 million euros.")

    assert matches_evidence(QuotedSpan("It cost 41 million euros.", "bridge", 100, 125), placed)
    assert not matches_evidence(QuotedSpan("It cost 41 million euros.", "bridge", 101, 126), placed)
    assert matches_evidence(QuotedSpan("It cost 41 million euros.", "ferry", 0, 25), free)
