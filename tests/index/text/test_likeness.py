"""Two states of one story, or two stories: by words, sentences and names."""

import pytest

from index.text.matching.likeness import likeness, wording

_FIRE = (
    "The mill at Hollin burned down on Sunday night.",
    "Four people were hurt, chief officer Petra Lund said.",
    "The fire had begun in the drying room of the mill.",
)


@pytest.mark.parametrize(
    ("other", "same_title", "expected"),
    [
        # A number, the day and a name corrected.
        ((_FIRE[0], _FIRE[1].replace("Four", "Three"), _FIRE[2]), False, True),
        ((_FIRE[0].replace("Sunday", "Saturday"), *_FIRE[1:]), False, True),
        ((_FIRE[0], _FIRE[1].replace("Petra", "Peter"), _FIRE[2]), False, True),
        # Half of it rewritten, and continued.
        ((_FIRE[0], _FIRE[2], "It will be rebuilt, Hollin's council said on Monday."), False, True),
        # Each sentence touched.
        (tuple(s.replace("the ", "the old ") for s in _FIRE), True, True),
        # The same mould with other names.
        (tuple(s.replace("Hollin", "Velden").replace("Petra Lund", "Nils Aaberg") for s in _FIRE),
         False, False),
        # Another story of the same people and place.
        (("Petra Lund takes leave of the fire service at Hollin.", "She served for nine years."),
         False, False),
        ((), False, False),
    ],
)  # fmt: skip
def test_texts_are_states_of_one_story_or_not(
    other: tuple[str, ...],
    same_title: bool,
    expected: bool,
) -> None:
    found = likeness(wording(_FIRE), wording(other))

    assert found.is_one_story(same_title=same_title) is expected


def test_texts_without_spaces_are_compared_by_their_characters() -> None:
    text = "\u6a4b\u306f\u6708\u66dc\u65e5\u306b\u958b\u901a\u3057\u305f"

    same = likeness(wording([text]), wording([text + "\u3002"]))
    other = likeness(wording([text]), wording(["\u5e02\u9577\u306f\u8f9e\u4efb"]))

    assert (same.runs, other.runs) == (1.0, 0.0)
