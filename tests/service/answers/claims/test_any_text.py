"""Whatever articles contain, it can be compared."""

from hypothesis import given
from hypothesis import strategies as st

from service.answers.statements.disagreement import with_disagreements
from service.answers.statements.merging import merge
from service.questions.understand import understand
from tests.service.answers.claims.candidates import candidate

_PIECES = st.sampled_from(
    "on May 99 | 0000-00-00 | 2025-19-39 | next year | tomorrow | last week | ¼ | ٣ | 9e9 | $ | m"
    " | a million | half a | 1,000,000.5.2 | -5 | n't | 's | said | , | was | by | not | did"
    " | Lee | Kim | has | to | plans | according to | — | “ | 31 February 2024 | been | the".split(
        " | "
    )
)
_TEXTS = st.lists(_PIECES | st.text(max_size=8), min_size=1, max_size=14).map(" ".join)
_DAYS = st.sampled_from([None, "0001-01-01", "9999-12-31", "2024-02-29", "soon"])


@given(_TEXTS, _TEXTS, _DAYS, _DAYS, st.sampled_from(["en", "de", None]))
def test_any_two_texts_can_be_merged_and_tried_for_contradictions(
    one: str, other: str, day: str | None, other_day: str | None, language: str | None
) -> None:
    told = [
        candidate(one, "a", answer=one[:9], published=day, language=language),
        candidate(other, "b", answer=other[:9], published=other_day, language=language),
    ]

    shown = with_disagreements(understand("When did Lee win?"), merge(told))

    ids = {member.article.id for statement in shown for member in statement.members}
    assert ids == {"a", "b"}


@given(_TEXTS, st.sampled_from(["en", "de", None]))
def test_a_text_says_the_same_as_itself(text: str, language: str | None) -> None:
    told = [candidate(f"Lee said: {text}", id, language=language) for id in "ab"]

    assert len(merge(told)) == 1
