"""Follow-ups to questions for a number, a choice, a side, or what is written."""

import pytest

from service.questions.followups.resolution import Act
from tests.conftest import Shelf, story
from tests.service.questions.followups.conftest import Talk

CABLES = ("bridge", "$41 million")
COUNCIL = ("kelp", "7 to 2")
PIER = ("kelp", "Councilman Dale Okafor voted against it.")
YEARS = ("margo", "50 years")


@pytest.mark.parametrize(
    ("message", "searched"),
    [
        ("when was that?", "When were urchins found off Gull Island?"),
        ("why?", "Why were urchins found off Gull Island?"),
        ("by whom?", "By whom were urchins found off Gull Island?"),
        ("what did they eat", "What did the urchins eat?"),
        ("who found them?", "Who found the urchins?"),
        ("how many of them were eaten?", "How many urchins were eaten (Gull Island)?"),
    ],
)
def test_what_was_counted_is_spoken_of_next(talk: Talk, message: str, searched: str) -> None:
    talk.shows("how many urchins were found off Gull Island", COUNCIL)

    assert talk.ask(message).searched == searched


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        (
            "how many people drowned off Gull Island",
            "Were those who drowned off Gull Island found?",
        ),
        ("how many hurt in the fire in Redmill", "Were those hurt in the fire in Redmill found?"),
        ("how many people were hurt in Redmill", "Were those hurt in Redmill found?"),
    ],
)
def test_people_are_known_by_what_became_of_them(talk: Talk, question: str, searched: str) -> None:
    talk.shows(question, COUNCIL)

    assert talk.ask("were they found?").searched == searched


def test_what_one_was_asked_for_is_it(talk: Talk) -> None:
    talk.shows("which boat did Margo Finch build last", YEARS)

    assert talk.ask("how much did it cost").searched == "How much did the boat cost?"


def test_last_year_is_no_verb(talk: Talk) -> None:
    talk.shows("how many boats did Margo Finch build last year", YEARS)

    asked = talk.ask("why so many?").searched

    assert asked == "Why did Margo Finch build so many boats last year?"


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("does Okafor agree with Ruiz", "Why does Okafor not agree with Ruiz?"),
        ("will Falk Steel pay for the delay", "Why will Falk Steel not pay for the delay?"),
        ("is the pier open", "Why is the pier not open?"),
    ],
)
def test_why_not_asks_why_it_is_not_so(talk: Talk, question: str, searched: str) -> None:
    talk.shows(question, PIER)

    assert talk.ask("why not?").searched.replace("Dale Okafor", "Okafor") == searched


def test_who_else_asks_for_everybody_elses_words(talk: Talk) -> None:
    talk.shows("what did Okafor say about the pier", PIER)

    found = talk.ask("who else?")

    assert (found.searched, found.narrowing.not_speakers) == (
        "Everyone quoted on the pier",
        ("Okafor",),
    )


@pytest.mark.parametrize("message", ["and who is in favour?", "who's in favor"])
def test_who_is_in_favour_is_asked_of_what_others_oppose(talk: Talk, message: str) -> None:
    talk.shows("who is against the pier", PIER)

    assert talk.ask(message).searched.endswith(" of the pier?")


@pytest.mark.parametrize("head", ["lake", "river", "harbor"])
def test_a_town_is_no_lake_and_no_river(talk: Talk, head: str) -> None:
    talk.shows("what did Elena Ruiz say about the bridge in Redmill", CABLES)

    assert "Redmill" not in talk.ask(f"how deep is the {head}").searched.split("(")[0]


def test_what_somebody_is_said_to_be_stays(talk: Talk) -> None:
    talk.shows("who voted against the kelp plan", PIER)

    assert talk.ask("is he the mayor?").searched == "Is Dale Okafor the mayor?"


def test_whoever_was_she_is_not_he(talk: Talk) -> None:
    talk.shows("who is the harbormaster", ("margo", "Lucille Tran"))
    talk.shows("what did she say", ("margo", "Lucille Tran"))

    assert "is Lucille Tran" not in talk.ask("how old is he").searched


@pytest.mark.parametrize(
    ("message", "searched"),
    [
        ("who wrote it?", "Who wrote the kelp report?"),
        ("when was it published?", "When was the kelp report published?"),
    ],
)
def test_a_report_has_its_own_author_and_day(talk: Talk, message: str, searched: str) -> None:
    talk.shows("who commissioned the kelp report", COUNCIL)

    assert talk.ask(message).searched == searched


@pytest.mark.parametrize(
    ("message", "act"),
    [
        ("who wrote that?", Act.SOURCES),
        ("where is that from?", Act.SOURCES),
        ("where is she from?", Act.ASK),
        ("where do they come from?", Act.ASK),
    ],
)
def test_where_people_come_from_is_no_question_for_the_source(
    talk: Talk, message: str, act: Act
) -> None:
    talk.shows("what did Elena Ruiz say about kelp", ("kelp", "Kelp is the cheapest seawall"))

    assert talk.ask(message).act is act


def test_sides_are_taken_on_what_the_last_question_named(talk: Talk) -> None:
    talk.shows("what did Okafor say about the pier", PIER)
    talk.shows("who is against the kelp plan (the pier)", PIER)

    assert talk.ask("and who is in favour?").searched == "Who is in favour of the kelp plan?"


@pytest.mark.parametrize("message", ["who lost?", "did anybody complain?"])
def test_after_a_refusal_the_topic_is_kept(talk: Talk, message: str) -> None:
    talk.shows("who won the Redmill regatta")

    assert "Redmill regatta" in talk.ask(message).searched


def test_a_plural_at_the_beginning_of_a_sentence_is_no_name(shelf: Shelf) -> None:
    shelf.add(story("mill", "Weavers get six weeks' pay. Ann Vos runs the mill."))
    talk = Talk(shelf.opened())
    talk.shows("what will the weavers get", ("mill", "six weeks' pay"))

    assert talk.ask("what about Vos?").searched.endswith("the weavers?")


@pytest.mark.parametrize(
    "message",
    [
        "in the Harbor Ledger?",
        "and the Ledger?",
        "what does the harbor ledger say about it",
        "no, the Harbor Ledger",
        "what about the Ledger?",
    ],
)
def test_an_outlet_alone_is_where_the_question_is_asked_again(talk: Talk, message: str) -> None:
    talk.shows("what did Tomas Ruiz say about kelp", ("kelp", "First we clear, then we plant"))

    found = talk.ask(message)

    assert found.narrowing.outlets == ("Harbor Ledger",)
    assert found.searched == "What did Tomas Ruiz say about kelp?"


@pytest.mark.parametrize(
    "message", ["in the harbor", "what about the wire", "and the ledger of 1911?"]
)
def test_words_that_outlets_have_as_well_are_no_outlets(talk: Talk, message: str) -> None:
    talk.shows("what did Tomas Ruiz say about kelp", ("kelp", "First we clear, then we plant"))

    assert talk.ask(message).narrowing.outlets == ()


def test_what_something_is_based_on_is_asked_for(talk: Talk) -> None:
    talk.shows("what did Elena Ruiz say", ("bridge", "The bridge will halve the way to school"))

    assert "based on Elena Ruiz" not in talk.ask("what is the decision based on?").searched


@pytest.mark.parametrize("event", ["ferry strike", "mill collapse", "harbor search", "bank raid"])
def test_what_happened_may_be_called_by_a_verb(talk: Talk, event: str) -> None:
    talk.shows(f"how many people were delayed by the {event}", COUNCIL)

    assert talk.ask("when did it start?").searched == f"When did the {event} start?"
    assert talk.ask("what did Elena Ruiz say about it?").searched.endswith(f"the {event}?")


def test_a_topic_is_not_said_twice(talk: Talk) -> None:
    talk.shows("what caused the mill collapse", COUNCIL)

    assert talk.ask("when was it?").searched == "When was the mill collapse?"


def test_what_was_offered_is_asked_after(talk: Talk) -> None:
    talk.shows("what did the mayor promise", ("bridge", "a ferry"))
    talk.shows("what did Falk Steel replace", ("bridge", "its cables"))

    assert talk.ask("when?").searched == "When did Falk Steel replace its cables?"
