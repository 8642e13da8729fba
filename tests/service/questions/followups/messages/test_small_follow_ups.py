"""Follow-ups about what happened, about nothing shown yet, and about somebody put in front."""

import pytest
from msgspec import structs

from service.questions.followups.resolution import Act
from tests.service.questions.followups.conftest import Talk

KELP = ("kelp", "First we clear, then we plant")
SCHOOL = ("bridge", "The bridge will halve the way to school")


@pytest.mark.parametrize(
    ("message", "searched"),
    [
        ("when did it begin", "When did dockers strike in Redmill?"),
        ("how long did it last", "How long did dockers strike in Redmill?"),
        ("what caused it", "Why did dockers strike in Redmill?"),
    ],
)
def test_it_is_what_the_question_before_says_has_happened(
    talk: Talk, message: str, searched: str
) -> None:
    talk.shows("where did dockers strike in Redmill", SCHOOL)

    assert talk.ask(message).searched == searched


def test_what_a_storm_caused_is_no_strike(talk: Talk) -> None:
    talk.shows("when did storm Ida reach Redmill", SCHOOL)

    assert "storm Ida" in talk.ask("how long did it last").searched.replace("Storm", "storm")


@pytest.mark.parametrize(
    ("message", "act"), [("source?", Act.SOURCES), ("are you sure?", Act.CERTAINTY)]
)
def test_where_nothing_was_shown_nothing_is_asked_about(talk: Talk, message: str, act: Act) -> None:
    talk.shows("who won the lottery")

    found = talk.ask(message)

    assert (found.act, found.about) == (act, ())


def test_only_that_narrows_nothing(talk: Talk) -> None:
    talk.shows("what did ruiz say about kelp", KELP)

    assert (
        talk.ask("who built the Heron Bridge, only that").searched == "who built the Heron Bridge"
    )


@pytest.mark.parametrize("message", ["bo lind, what about paint?", "and bo lind, about paint"])
def test_somebody_in_front_of_a_topic_is_asked_about_it(talk: Talk, message: str) -> None:
    talk.shows("what did elena ruiz say about the heron bridge", SCHOOL)

    assert talk.ask(message).searched == "What did Bo Lind say about paint?"


@pytest.mark.parametrize(
    ("message", "searched"),
    [
        ("and the engineers?", "What did the engineers say about kelp?"),
        ("and falk steel?", "What did Falk Steel say about kelp?"),
    ],
)
def test_groups_and_bodies_say_things_too(talk: Talk, message: str, searched: str) -> None:
    talk.shows("when did the heron bridge reopen", SCHOOL).shows(
        "what did tomas ruiz say about kelp", KELP
    )

    assert talk.ask(message).searched == searched


@pytest.mark.parametrize(
    "message",
    [
        "How cold did it get in Redmill?",
        "What would it have cost to rename the town?",
        "How long was the old ferry in use before the new one replaced it?",
    ],
)
def test_a_pronoun_that_needs_nothing_gets_nothing(talk: Talk, message: str) -> None:
    talk.shows("what did elena ruiz say about the heron bridge", SCHOOL)

    assert "Heron" not in talk.ask(message).searched


def test_what_the_question_names_itself_is_not_looked_for(talk: Talk) -> None:
    talk.shows("what did elena ruiz say about the heron bridge", SCHOOL)

    found = talk.ask("What share of the Sorrel Bridge must be left in the bridge?")

    assert found.searched.endswith("left in the bridge?")


def test_a_body_takes_the_place_of_another_without_its_article(talk: Talk) -> None:
    talk.shows("what did the Falk Steel say about kelp", KELP)

    assert talk.ask("and Bo Lind?").searched == "What did Bo Lind say about kelp?"


def test_a_topic_does_not_grow_with_what_is_asked_of_it(talk: Talk) -> None:
    talk.shows("what did ruiz say about the planting", KELP)
    talk.shows("what are the odds", KELP)

    assert talk.turns[-1].searched == "What are the odds of the planting?"
    assert talk.ask("when is the next vote").searched == "When is the next vote on the planting?"


def test_a_state_is_nothing_that_it_stands_for(talk: Talk) -> None:
    talk.shows("how did the Heron Bridge reopen", SCHOOL)
    talk.shows("who is on board", SCHOOL)

    assert talk.ask("how much did it cost").searched == "How much did the Heron Bridge cost?"


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("Was anyone hurt on the Heron Bridge?", "How many people were hurt on the Heron Bridge?"),
        ("did any dockers strike in Redmill", "How many dockers did strike in Redmill?"),
    ],
)
def test_how_many_counts_those_of_whom_there_may_be_any(
    talk: Talk, question: str, searched: str
) -> None:
    talk.shows(question, SCHOOL)

    assert talk.ask("how many?").searched == searched


def test_a_place_takes_the_place_of_another_without_its_article(talk: Talk) -> None:
    talk.shows("how many people cross the Heron Bridge", SCHOOL)

    assert talk.ask("and Redmill?").searched == "How many people cross Redmill?"


@pytest.mark.parametrize("message", ["and where?", "but where", "where?", "so where"])
def test_another_question_word_asks_the_last_question_anew(talk: Talk, message: str) -> None:
    talk.shows("when did dockers strike", SCHOOL)

    assert talk.ask(message).searched == "Where did dockers strike?"


def test_who_did_it_is_not_what_it_was_done_to(talk: Talk) -> None:
    talk.shows("when was the Heron Bridge painted", SCHOOL)

    assert talk.ask("did Okafor buy it").searched == "Did Okafor buy the Heron Bridge?"


def test_what_was_only_put_in_brackets_is_not_what_it_stands_for(talk: Talk) -> None:
    talk.shows("when does the law take effect", SCHOOL)
    searched = "When does the law take effect (Falk Steel)?"
    talk.turns[-1] = structs.replace(talk.turns[-1], searched=searched)

    assert talk.ask("what did Okafor say about it").searched.endswith("about the law?")


def test_who_else_leaves_out_all_who_were_asked_on_the_matter(talk: Talk) -> None:
    talk.shows("what did Okafor say about kelp", KELP).shows("and Elena Ruiz?", KELP)

    found = talk.ask("who else?")

    assert {name.split()[-1] for name in found.narrowing.not_speakers} == {"Okafor", "Ruiz"}


@pytest.mark.parametrize(
    ("message", "searched"),
    [
        ("and the other guy", "How old is Dale Okafor?"),
        ("and on sept. 27", "How old is Tomas Ruiz on sept. 27?"),
        ("and on monday?", "How old is Tomas Ruiz on monday?"),
    ],
)
def test_another_man_or_another_day_is_put_into_the_last_question(
    talk: Talk, message: str, searched: str
) -> None:
    talk.shows("who voted against the kelp plan", ("kelp", "Dale Okafor")).shows(
        "how old is tomas ruiz", KELP
    )

    assert talk.ask(message).searched == searched


def test_which_of_something_is_asked_of_what_became_of_it(talk: Talk) -> None:
    talk.shows("why is the heron bridge closed", SCHOOL)

    found = talk.ask("which cables")

    assert found.searched == "Which cables of the Heron Bridge are closed?"


@pytest.mark.parametrize(
    ("message", "searched"),
    [
        ("where exactly", "Where is Elena Ruiz giving speeches on kelp?"),
        ("when do they begin", "When do the speeches begin?"),
    ],
)
def test_what_somebody_does_several_of_is_spoken_of(
    talk: Talk, message: str, searched: str
) -> None:
    talk.shows("how many speeches is elena ruiz giving on kelp", KELP)

    assert talk.ask(message).searched == searched


def test_what_is_measured_is_spoken_of_rather_than_its_unit(talk: Talk) -> None:
    talk.shows("how many pounds of kelp were sold", KELP)

    assert "pounds" not in talk.ask("when were they sold").searched
