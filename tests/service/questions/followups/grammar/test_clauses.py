"""The parts of a question."""

import pytest

from service.questions.followups.grammar.clauses import as_statement, clause_of


@pytest.mark.parametrize(
    ("question", "asking", "auxiliary", "rest", "is_subject"),
    [
        ("what did carney say about visas?", "what", "did", "carney say about visas", False),
        ("who scored the winner", "who", "", "scored the winner", True),
        ("who is against it", "who", "is", "against it", True),
        ("who is the mayor", "who", "is", "the mayor", False),
        ("is the water safe?", "", "is", "the water safe", False),
        ("how many jobs", "how many jobs", "", "", True),
        ("how much land does Australia want", "how much land", "does", "Australia want", False),
        ("which cities in Canada will host it", "which cities in Canada", "will", "host it", True),
        ("since when", "since when", "", "", False),
        ("by when must it be approved", "by when", "must", "it be approved", False),
        ("How many died in the crash", "How many", "", "died in the crash", True),
        ("who voted no (the wind farm)?", "who", "", "voted no", True),
    ],
)
def test_a_question_has_asking_words_an_auxiliary_and_a_rest(
    question: str, asking: str, auxiliary: str, rest: str, is_subject: bool
) -> None:
    clause = clause_of(question)

    assert clause is not None
    assert (clause.asking, clause.auxiliary, clause.rest) == (asking, auxiliary, rest)
    assert clause.is_subject is is_subject


@pytest.mark.parametrize(
    "text", ["tell me about kelp", "and sheinbaum?", "timeline of the bridge", ""]
)
def test_what_is_not_put_as_a_question_has_no_clause(text: str) -> None:
    assert clause_of(text) is None


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("is the pandemic over", "the pandemic is over"),
        ("was brightwater fined", "brightwater was fined"),
        ("did the council pay for it", "the council did pay for it"),
    ],
)
def test_a_yes_no_question_states_what_it_asks(question: str, statement: str) -> None:
    clause = clause_of(question)

    assert clause is not None
    assert as_statement(clause) == statement
