"""What somebody is, is told only by words for that."""

import pytest

from index.followers.lexical.schema import analyzer
from service.answers.statements.states import without_open_states
from service.questions.understand import understand
from tests.service.answers.claims.candidates import candidate

PLAN = "The plan of the biologist Ana Ruiz of the Marrow Station was adopted."


def _confidence(question: str, sentence: str) -> float:
    (found,) = without_open_states(
        understand(question), [candidate(sentence, "a")], analyzer().analyze
    )
    return found.confidence


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Is Ana Ruiz married?", PLAN),
        ("Is Ana Ruiz dead?", PLAN),
        ("Does Ana Ruiz have a dog?", PLAN),
        ("Where was Ana Ruiz born?", PLAN),
        ("When was Ana Ruiz arrested?", "Ana Ruiz signed the plan on Monday."),
        ("Are Ana Ruiz and Bo Lind related?", "Ana Ruiz and Bo Lind drew up the plan."),
    ],
)
def test_a_sentence_that_only_has_the_name_leaves_it_open(question: str, sentence: str) -> None:
    assert _confidence(question, sentence) < 0.2


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Is Ana Ruiz a biologist?", PLAN),
        ("Is Ana Ruiz married?", "Her husband, the organist Bo Ruiz, died in 2003."),
        ("Is Ana Ruiz dead?", "Ana Ruiz died on May 4."),
        ("Is Ana Ruiz a farmer?", "Ana Ruiz, who farms north of Wheatley, kept a cup."),
        ("Is Ana Ruiz 68?", "Ana Ruiz, who is 68, began at 12."),
        ("Did Ana Ruiz resign?", PLAN),
        ("Where was Ana Ruiz born?", "Ana Ruiz, a native of Arden, drew up the plan."),
        ("When was Ana Ruiz arrested?", "She was taken into custody on Monday."),
        ("When was Ana Ruiz elected?", PLAN),
        ("Is the plan that Ana Ruiz drew up with her sister any good?", PLAN),
    ],
)
def test_what_tells_of_it_is_as_sure_as_before(question: str, sentence: str) -> None:
    assert _confidence(question, sentence) == 0.9
