"""Questions without what says nothing: spaces, emoji."""

import pytest

from service.questions.requests.parsing import tidied


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        ("who  won\nin Brellin?", "who won in Brellin?"),
        ("who won 🎉🎉 in Brellin 🤷🏽‍♀️", "who won in Brellin"),
        ("who ❤️ Brellin ⚽", "who Brellin"),
        ("🇫🇷 1️⃣ vote", "1 vote"),
        ("is 3 × 4 ≥ 12 € or 20 °C?", "is 3 × 4 ≥ 12 € or 20 °C?"),
        ("😀 🔥", "😀 🔥"),
    ],
)
def test_a_question_is_tidied(typed: str, tidy: str) -> None:
    assert tidied(typed) == tidy
