"""How near a rewrite is to a person's."""

import pytest

from eval.metrics.rewriting import TermCounts, added_terms, count_terms, f1_of, token_f1


@pytest.mark.parametrize(
    ("text", "gold", "f1"),
    [
        ("Why did they split?", "why did THEY split", 1.0),
        ("Why did they split?", "Why did the Mothers split?", 2 * 3 / (4 + 5)),
        ("Zappa's band", "band of Zappa", 2 * 2 / (3 + 3)),
        ("the the", "the", 2 / 3),
        ("", "Why?", 0.0),
    ],
)
def test_words_are_compared_as_bags(text: str, gold: str, f1: float) -> None:
    assert token_f1(text, gold) == pytest.approx(f1)


def test_added_terms_mean_something_and_stand_in_an_earlier_turn() -> None:
    earlier = ["When did Zappa disband the Mothers?"]

    terms = added_terms("Why did they?", "Why did Zappa of California disband them?", earlier)

    assert terms == {"zappa", "disband"}


def test_terms_are_counted_against_those_of_a_person() -> None:
    earlier = ["When did Zappa disband the Mothers?"]

    counts = count_terms("Why?", "Why Zappa, the Mothers?", "Why did Zappa disband?", earlier)

    assert counts == TermCounts(right=1, added=2, wanted=2)
    assert f1_of([counts, TermCounts(1, 1, 1)]) == (2 / 3, 2 / 3, 2 / 3)
    assert f1_of([]) == (0.0, 0.0, 0.0)
