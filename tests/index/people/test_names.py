"""Names as words, without what is only a title."""

import pytest

from index.people.names import is_bare_surname, name_words, title_words

NAMES = {
    "Prime Minister Mark Carney": (["mark", "carney"], ["prime", "minister"]),
    "Howard Dean": (["howard", "dean"], []),
    "Gov. Howard Dean": (["howard", "dean"], ["gov"]),
    "Martin Luther King Jr.": (["martin", "luther", "king", "jr"], []),
    "Angus S. King": (["angus", "s", "king"], []),
    "Jim Justice, governor": (["jim", "justice"], ["governor"]),
    "Dr. King": (["king"], ["dr"]),
    "King Charles": (["charles"], ["king"]),
    "Chief Judge": ([], ["chief", "judge"]),
    "the king": ([], ["king"]),
    "the Justice Department": (["justice", "department"], []),
}


@pytest.mark.parametrize(("text", "expected"), NAMES.items(), ids=NAMES)
def test_a_name_is_told_from_its_titles(text: str, expected: tuple[list[str], list[str]]) -> None:
    assert (name_words(text), title_words(text)) == expected


def test_only_a_single_word_without_an_article_may_be_a_surname_alone() -> None:
    told = {text: is_bare_surname(text) for text in ("King", "the king", "Carney", "Lee King")}

    assert told == {"King": True, "the king": False, "Carney": False, "Lee King": False}
