"""People and bodies whom a message describes as a shown article does."""

import pytest

from tests.conftest import Shelf, story
from tests.service.questions.followups.conftest import Talk

KELP = ("kelp", "Tomas Ruiz, a biologist at the Marine Station, said urchins had eaten the old")
BRIDGE = ("bridge", "Falk Steel said it would not pay for the delay.")
MARGO = ("margo", "Margo Finch, who built boats on Gull Island for 50 years, died on Sunday.")


@pytest.mark.parametrize(
    ("message", "searched"),
    [
        ("what did the biologist at the station say", "What did Tomas Ruiz say?"),
        ("and the biologist from the station?", "What did Tomas Ruiz say?"),
        ("how old is the councilman who voted against it", "How old is Dale Okafor?"),
    ],
)
def test_a_description_is_whoever_stands_beside_it(talk: Talk, message: str, searched: str) -> None:
    talk.shows("what did ruiz say about kelp", KELP)

    meant = talk.ask(message)

    assert meant.searched.split(" about ")[0].rstrip("?") == searched.rstrip("?")


def test_what_the_article_does_not_say_of_anybody_stays(talk: Talk) -> None:
    talk.shows("what did ruiz say about kelp", KELP)

    meant = talk.ask("what did the juggler say")

    assert "juggler" in meant.searched


def test_a_body_is_what_the_article_names_with_such_words(talk: Talk) -> None:
    talk.shows("when did the heron bridge reopen", BRIDGE)

    meant = talk.ask("did the cable firm pay for the delay")

    assert meant.searched == "Did Falk Steel pay for the delay?"


def test_a_description_ends_before_the_verb(talk: Talk) -> None:
    talk.shows("what did ruiz say about kelp", KELP)

    meant = talk.ask("did the biologist of the station clear the urchins")

    assert meant.searched == "Did Tomas Ruiz clear the urchins?"


def test_a_firm_that_owns_something_is_no_owner_of_another(shelf: Shelf) -> None:
    shelf.add(
        story("a", "Ann Vos turned down Midland Looms, which owns the Teasel shops. Vos is 71.")
    )
    talk = Talk(shelf.opened())
    talk.shows("how old is the owner of Teasel", ("a", "71"))

    assert "Midland" not in talk.ask("did the owner of Teasel sell").searched


@pytest.mark.parametrize(
    ("message", "searched"),
    [
        ("and the company?", "What did CoastLink say about the tram strike?"),
        ("how many people does the firm employ", "How many people does CoastLink employ?"),
    ],
)
def test_the_company_is_the_one_firm_of_the_article(
    shelf: Shelf, message: str, searched: str
) -> None:
    shelf.add(
        story(
            "a", "Drivers struck after the operator, CoastLink, cut pay. “We wait,” said Ann Vos."
        )
    )
    talk = Talk(shelf.opened())
    talk.shows("what did Ann Vos say about the tram strike", ("a", "We wait"))

    assert talk.ask(message).searched == searched


def test_nobody_is_his_own_brother(shelf: Shelf) -> None:
    text = (
        "Judge Ana Brandt cleared Otto Venn of theft and fined his younger brother, Karl Venn.\n\n"
        "“I took it,” Karl Venn told the court. “I knew nothing,” Otto Venn said."
    )
    shelf.add(story("theft", text, title="Brother fined"))
    talk = Talk(shelf.opened())
    talk.shows("What did Karl Venn say?", ("theft", "“I took it,” Karl Venn told the court."))

    of_karl = talk.ask("and what did his brother say?")
    talk.shows("What did Otto Venn say?", ("theft", "“I knew nothing,” Otto Venn said."))
    of_otto = talk.ask("and what did his brother say?")

    assert of_karl.searched == "What did Karl Venn's brother say?"
    assert of_otto.searched == "What did Karl Venn say?"
