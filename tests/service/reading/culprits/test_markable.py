"""What may answer "who did it": no name that a denial clears."""

import pytest

from service.reading.culprits.markable import markable
from tests.service.reading.definitions.articles import article_of

BURNED = "Who burned down the mill?"
PAINTED = "Who painted the wall?"


def left(question: str, text: str) -> str:
    article = article_of(text)
    parts = markable(question, article, article.sentences)
    return " | ".join(text[part.start : part.end].strip(" ,.;") for part in parts)


@pytest.mark.parametrize(
    ("question", "text", "named", "not_named"),
    [
        (
            BURNED,
            "A jury cleared miller Ann Lee of burning down the mill, but convicted Bo Roe.",
            "Bo Roe",
            "Ann Lee",
        ),
        (BURNED, "Ann Lee was acquitted of arson on Monday. Bo Roe was jailed.", "Bo Roe", "Lee"),
        (
            BURNED,
            "Ann Lee, who was falsely accused of burning the mill, was freed after Bo Roe spoke.",
            "Bo Roe",
            "Ann Lee",
        ),
        (
            BURNED,
            "The jury found Ann Lee not guilty of arson and Bo Roe guilty.",
            "Bo Roe",
            "Ann Lee",
        ),
        (
            BURNED,
            "Police ruled out Ann Lee as a suspect in the fire. Bo Roe is on the run.",
            "Bo Roe",
            "Ann Lee",
        ),
        (PAINTED, "Cy Orr, Ann Lee and Di Moss denied painting the wall.", "", "Cy Orr"),
        (PAINTED, "Ann Lee denied painting the wall, which Bo Roe had painted.", "Bo Roe", "Lee"),
        (PAINTED, "Ann Lee had nothing to do with painting the wall; Bo Roe did.", "Bo Roe", "Lee"),
        (
            PAINTED,
            "Ann Lee did not paint the wall, police said; it was Bo Roe.",
            "Bo Roe",
            "police",
        ),
        (PAINTED, "The wall was not painted by Ann Lee but by Bo Roe.", "Bo Roe", "Ann Lee"),
        (PAINTED, "It was Bo Roe, not Ann Lee, who painted the wall.", "Bo Roe", "Ann Lee"),
        (PAINTED, "Bo Roe instead of Ann Lee painted the wall.", "Bo Roe", "Bo Roe instead of Ann"),
        (PAINTED, "Bo Roe painted the wall and Ann Lee denied painting it.", "Bo Roe", "Ann Lee"),
        (PAINTED, "Ann Lee denied painting the wall. Bo Roe was convicted.", "Bo Roe", "Ann Lee"),
        (PAINTED, "Ann Lee failed to paint the wall, so Bo Roe painted it.", "Bo Roe", "Ann Lee"),
    ],
)
def test_those_who_did_not_do_it_are_not_named(
    question: str, text: str, named: str, not_named: str
) -> None:
    found = left(question, text)

    assert named in found
    assert not_named not in found


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (BURNED, "Ann Lee, who had denied burning the mill, was found guilty and jailed."),
        (BURNED, "Ann Lee denied burning down the mill but later admitted it"),
        ("Who killed the miller?", "Ann Lee was cleared of murder but convicted of manslaughter"),
        (BURNED, "Ann Lee did not deny burning down the mill"),
        (PAINTED, "Ann Lee did not regret painting the wall"),
        (PAINTED, "Ann Lee did not paint the wall until Monday"),
        (PAINTED, "It was not the first time that Ann Lee painted a wall"),
        (PAINTED, "Ann Lee, who had not painted a wall in years, painted one on Monday"),
        (PAINTED, "Ann Lee, who painted the wall, denied painting the bridge"),
        (BURNED, "Ann Lee, 41, had denied burning the mill. She was later found guilty"),
        (BURNED, "Ann Lee denied burning the mill. But Lee was convicted of arson on Monday"),
        (PAINTED, "Ann Lee not only painted the wall"),
        (PAINTED, "Ann Lee denied Bo Roe a chance to paint the wall"),
        ("Who runs the mill?", "Ann Lee, who runs the mill, was cleared of all charges"),
        ("Who owns the mill?", "A court cleared Ann Lee, who owns the mill, of burning a barn"),
        ("Who was cleared of burning the mill?", "Ann Lee was cleared of burning the mill"),
        ("Who denied painting the wall?", "Ann Lee denied painting the wall"),
        ("Who was hurt?", "Ann Lee was cleared of hurting Bo Roe"),
        ("How tall is the mill?", "Ann Lee was cleared of burning the mill"),
    ],
)
def test_whoever_may_have_done_it_stays(question: str, text: str) -> None:
    article = article_of(text)

    assert markable(question, article, article.sentences) == list(article.sentences)


def test_whom_a_court_has_cleared_did_it_in_no_sentence() -> None:
    text = (
        "Prosecutors had said that Lee burned down the mill. Bo Roe saw Lee burn it. "
        "Lawyer Ann Lee wept. A judge cleared Lawyer Ann Lee of burning down the mill."
    )

    found = left(BURNED, text)

    assert found == "Bo Roe saw | burn it"


def test_a_surname_that_two_people_share_clears_one_of_them() -> None:
    text = "A judge cleared Ann Lee of burning down the mill. Cy Lee burned it. Lee is sorry."

    found = left(BURNED, text)

    assert found == "Cy Lee burned it | Lee is sorry"
