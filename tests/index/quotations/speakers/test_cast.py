import pytest

from index.quotations.sentences.marks import pair_marks
from index.quotations.sentences.paragraphs import split_paragraphs
from index.quotations.sentences.splitting import split_units
from index.quotations.speakers.cast import Cast
from index.text.segmentation.sentences import split_sentences


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


def test_what_somebody_does_is_no_part_of_a_name_either() -> None:
    found = people("Plumber Jo Ann Berg left. Cllr Ann Lee saw Mr Cho. Hunter Berg did not.")

    assert names(found, "berg") == ["Jo Ann Berg", "Hunter Berg"]
    assert names(found, "lee") == ["Ann Lee"]


def test_what_begins_like_it_and_names_nobody_is_left_whole() -> None:
    found = people(
        "Teacher Retirement Systems rose. Pilot Flying Cards fell. Miner Amadou Keita won."
    )

    assert names(found, "retirement", "systems") == names(found, "flying", "cards") == []
    assert names(found, "keita") == ["Amadou Keita"]


@pytest.mark.parametrize(
    ("named", "name"),
    [
        ("Acting Chief of Staff Orla Fenn", "Orla Fenn"),
        ("Secretary of Veterans Affairs Denis Fenn", "Denis Fenn"),
        ("Ode County Clerk Sylvia Fenn", "Sylvia Fenn"),
        ("Harbour Police Superintendent Joseph Fenn", "Joseph Fenn"),
        ("Mayor-elect Anna Fenn", "Anna Fenn"),
        ("then-Gov. Anna Fenn", "Anna Fenn"),
        ("Deputy Administrator Anna B. Fenn", "Anna B. Fenn"),
        ("the special envoy for Kenya Anna Fenn", "Anna Fenn"),
        ("P.J. Fenn", "P.J. Fenn"),
    ],
)
def test_an_office_and_what_it_is_for_are_no_part_of_a_name(named: str, name: str) -> None:
    found = people(f"There {named} spoke.")

    assert names(found, "fenn") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "There the Chief of Staff spoke.",
        "There the Ode County Supervisor spoke.",
        "There the U.S. Mission spoke.",
    ],
)
def test_an_office_is_no_name(text: str) -> None:
    found = people(text)

    assert not [name for word in ("staff", "supervisor", "mission") for name in names(found, word)]


def test_a_councillor_with_only_a_surname_is_who_has_it() -> None:
    found = people("There Ann Lee spoke. Later Cllr Lee left.")

    assert names(found, "lee") == ["Ann Lee"]


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


def test_particles_tell_surnames_apart() -> None:
    found = people("There Pieter van den Berg met Anna Berg, and Ana de la Cruz met Bo Cruz.")

    assert names(found, "van", "den", "berg") == ["Pieter van den Berg"]
    assert names(found, "berg") == ["Anna Berg"]
    assert names(found, "de", "la", "cruz") == ["Ana de la Cruz"]
    assert names(found, "cruz") == ["Bo Cruz"]


def test_a_surname_may_be_used_without_its_particles() -> None:
    found = people("There they played Ludwig van Beethoven.")

    assert names(found, "beethoven") == ["Ludwig van Beethoven"]


def test_middle_initials_generations_and_ages_tell_two_people_apart() -> None:
    initials = people("There John A. Smith met John B. Smith.")
    generations = people("There Bo Lee Sr. met Bo Lee Jr. in May.")
    ages = people("There Ann Ode, 34, met another: Ann Ode, 71, the baker.")

    assert names(initials, "john", "smith") == ["John A. Smith", "John B. Smith"]
    assert names(generations, "bo", "lee") == ["Bo Lee Sr", "Bo Lee Jr"]
    assert len(ages.named(["ann", "ode"])) == 2


def test_whoever_bears_a_nickname_is_called_by_it() -> None:
    found = people("There Robert “Bobby” Lang spoke. Later Bobby Lang left.")

    assert names(found, "bobby", "lang") == names(found, "robert", "lang")
    assert names(found, "bobby", "lang") == ["Robert “Bobby” Lang"]


def test_kin_tells_who_is_mr_and_who_is_ms() -> None:
    found = people("There Orla Fenn met her brother Cormac Fenn.")

    assert [person.name for person in found.named(["fenn"], ["mr"])] == ["Orla Fenn", "Cormac Fenn"]
    assert [person.name for person in found.named(["fenn"], ["ms"])] == ["Orla Fenn"]
