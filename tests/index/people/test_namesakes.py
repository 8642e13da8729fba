"""People of one full name are kept apart across articles where these say that they are two."""

import pytest

from index.people.joining import joined
from index.people.registry import Registry
from index.text.introductions import introduction
from tests.conftest import Shelf, story
from tests.forms import gated
from tests.index.people.namesakes import judge, stories

_MOST_SPLIT = 0.05


@pytest.mark.short(1)
@pytest.mark.parametrize("seed", gated(range(6), 2))
def test_no_two_of_a_name_become_one_and_hardly_anybody_becomes_two(seed: int) -> None:
    told = list(stories(seed, are_several=True))

    verdict = judge(told)

    assert verdict.merged == []
    assert len(verdict.split) <= _MOST_SPLIT * verdict.people


@pytest.mark.gate
@pytest.mark.parametrize("seed", gated(range(6), 2))
def test_the_only_one_of_a_name_stays_one(seed: int) -> None:
    told = list(stories(seed, are_several=False))

    verdict = judge(told)

    assert (verdict.merged, verdict.split, verdict.asked) == ([], [], 0)


@pytest.mark.parametrize(
    ("text", "around"),
    [
        ("“No,” said Leeds judge Ann Lee.", "said Leeds judge\t"),
        ("Ann Lee, 34, a nurse at St Mary’s, left.", "\t34, a nurse at St Mary’s"),
        ("Then Ann Lee (34), a nurse, left.", "Then\t34, a nurse, left"),
        ("Ann Lee of Port Ellery left.", "\tof Port Ellery left"),
        ("Then Rep. Ann Lee left.", "Then Rep\t"),
        ("“No,” he said to Bo. Ann Lee left.", "he said to Bo\t"),
        ("The mayor of Leeds, Ann Lee, left.", "\tThe mayor of Leeds; left"),
        ("Joann Lee and Ann Leeds left.", ""),
    ],
)
def test_the_words_around_a_name_introduce_it(text: str, around: str) -> None:
    found = introduction(text, "Ann Lee")

    assert found == around


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lawyer Ann Lee", "senator Ann Lee"),
        ("Ann Lee, president of the growers,", "Ann Lee, a farmer,"),
        ("Ann Lee, a former player,", "coach Ann Lee"),
        ("Ann Lee, 34,", "Ann Lee, 41,"),
        ("Ann Lee of Leeds", "Ann Lee, a nurse,"),
        ("Rep. Ann Lee of Florida", "Ann Lee of Niceville"),
        ("senator Ann Lee of Ohio", "Sen. Ann Lee of Dayton"),
        ("Ann Lee, the judge said,", "Ann Lee, a nurse,"),
        ("Ann Lee, who saw the mayor,", "Ann Lee, a nurse,"),
        ("Ann Lee, sister of the mayor,", "Ann Lee, a nurse,"),
    ],
)
def test_what_one_person_may_well_be_is_one_person(one: str, other: str) -> None:
    assert len(joined([_introduced(1, one), _introduced(2, other)])) == 1


@pytest.mark.parametrize(
    ("one", "other", "described"),
    [
        ("judge Ann Lee", "Ann Lee, a swimmer,", {"judge Ann Lee", "swimmer Ann Lee"}),
        ("Ann Lee, 34,", "Ann Lee, 71,", {"Ann Lee (34)", "Ann Lee (71)"}),
        ("Ann Lee of Leeds", "Ann Lee of Ashford", {"Ann Lee of Leeds", "Ann Lee of Ashford"}),
        (
            "Ann Lee, the mayor of Leeds,",
            "Ann Lee, the mayor of Ashford,",
            {"Ann Lee of Leeds", "Ann Lee of Ashford"},
        ),
        ("Ms Sam Lee", "Mr Sam Lee", {"ms Sam Lee", "mr Sam Lee"}),
    ],
)
def test_signs_that_differ_tell_two_apart(one: str, other: str, described: set[str]) -> None:
    spoken = [_introduced(1, one), _introduced(2, other)]

    people = Registry(joined(spoken, lambda _: {1: "a", 2: "b"})).people

    assert {person.described for person in people} == described
    assert len({person.id for person in people}) == 2
    assert {person.only_in for person in people} == {frozenset("a"), frozenset("b")}


def test_whoever_is_named_by_far_most_often_has_the_articles_that_say_nothing() -> None:
    told = [_introduced(at, "mayor Ann Lee") for at in range(10)]

    others = [_introduced(10, "Ann Lee, a nurse,"), _introduced(11, "Ann Lee")]

    mayor, nurse = Registry(joined([*told, *others])).people

    assert (mayor.told, mayor.articles, nurse.told, nurse.articles) == ("mayor", 11, "nurse", 1)


def test_articles_of_a_library_are_told_apart(shelf: Shelf) -> None:
    shelf.add(
        story("court", "“I will hear both sides,” said judge Ann Lee. She left at noon."),
        story("pool", "“I swam for my life,” said Ann Lee, 19, a swimmer. She won twice."),
    )

    registry = shelf.opened().people.registry()

    (one, other) = registry.named("Ann Lee").people
    assert {one.described, other.described} == {"judge Ann Lee", "swimmer Ann Lee"}
    said = registry.speaking("Ann Lee", "pool")
    assert said is not None
    assert (said.told, said.only_in, said.articles) == ("swimmer", frozenset({"pool"}), 1)


def _introduced(version: int, words: str) -> tuple[int, str, str]:
    """A quotation of somebody whom the article introduces so."""
    name = "Sam Lee" if "Sam" in words else "Ann Lee"
    return version, name, f"Lee\t{introduction(f'{words} spoke.', name)}"
