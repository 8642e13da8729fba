from index.quotations.sentences.marks import pair_marks
from index.quotations.sentences.paragraphs import split_paragraphs
from index.quotations.sentences.splitting import split_units
from index.quotations.speakers.cast import Cast
from index.text.sentences import split_sentences


def people(text: str) -> Cast:
    paragraphs = split_paragraphs(text)
    marks = pair_marks(text, paragraphs)
    return Cast(text, split_units(text, split_sentences(text), paragraphs, marks))


def names(found: Cast, *name: str) -> list[str]:
    return [person.name for person in found.named(name)]


def test_titles_are_no_part_of_a_name() -> None:
    found = people("There House Speaker Paul D. Ryan met Sen. Ann Lee and Mr. Cho.")

    assert names(found, "ryan") == ["Paul D. Ryan"]
    assert names(found, "ann", "lee") == ["Ann Lee"]
    assert names(found, "cho") == ["Cho"]


def test_places_and_organisations_are_nobody() -> None:
    found = people("There the San Jose Police Department left Trump Tower in New York.")

    assert names(found, "jose") == names(found, "tower") == names(found, "york") == []


def test_a_description_tells_office_country_and_gender() -> None:
    found = people("In May the Mexican president, Ann Lee, met Pat Cho, a congressman from Ohio.")

    (lee,), (cho,) = found.named(["lee"]), found.named(["cho"])
    assert lee.roles == {"president"}
    assert "mexican" in lee.described
    assert (cho.roles, cho.gender) == ({"representative"}, "m")


def test_a_vice_president_is_no_president() -> None:
    found = people("There Vice President Joe Biden met President Ann Lee.")

    assert [person.name for person in found.in_roles(["president"])] == ["Ann Lee"]
    assert [person.name for person in found.in_roles(["vice-president"])] == ["Joe Biden"]


def test_titles_of_gender_leave_only_who_may_bear_them() -> None:
    found = people("There Bill Clinton met Hillary Clinton and Chelsea Clinton.")

    assert [person.name for person in found.named(["clinton"], ["mr"])] == ["Bill Clinton"]
    assert len(found.named(["clinton"], ["mrs"])) == 2
