"""Messages that need words of the turns before, kind by kind, after one conversation each."""

import pytest

from service.questions.followups.turns import OfferedChoice
from tests.service.questions.followups.conftest import Talk

STEEL = ("bridge", "Falk Steel")
COST = ("bridge", "$41 million")
SEAWALL = ("kelp", "Kelp is the cheapest seawall")
URCHINS = ("kelp", "First we clear, then we plant")
PIER = ("kelp", "I like a pier")
VOTE = ("kelp", "7 to 2")
OKAFOR = ("kelp", "Dale Okafor")
FINCH = ("margo", "Margo Finch")
VOICE = ("margo", "She never raised her voice")


@pytest.mark.parametrize(
    ("message", "searched"),
    [
        ("who voted no", "Who voted against kelp?"),
        ("and on the pier?", "How did the council vote on the pier?"),
        ("what did the biologist say", "What did Tomas Ruiz say?"),
        ("who is the mayor", "Who is the mayor (kelp)?"),
        ("why", "Why did the council vote on kelp?"),
        ("when was that exactly", "When did the council vote on kelp?"),
    ],
)  # fmt: skip
def test_after_a_vote(talk: Talk, message: str, searched: str) -> None:
    talk.shows("how did the council vote on kelp", VOTE)

    found = talk.ask(message)

    assert found.searched == searched


@pytest.mark.parametrize(
    ("message", "searched"),
    [
        ("why", "Why did Dale Okafor vote against kelp?"),
        ("how old is he", "How old is Dale Okafor?"),
        ("and the mayor?", "Did Elena Ruiz vote against kelp?"),
        ("how many", "How many (kelp, Dale Okafor)?"),
        ("what did he say", "What did Dale Okafor say?"),
    ],
)
def test_after_a_question_that_somebody_answers(talk: Talk, message: str, searched: str) -> None:
    talk.shows("who voted against kelp", OKAFOR)

    found = talk.ask(message)

    assert found.searched == searched


@pytest.mark.parametrize(
    ("message", "searched"),
    [
        ("when was she born", "When was Margo Finch born?"),
        ("cause of her death?", "What is cause of Margo Finch's death?"),
        ("and her husband, who was he", "Who was Margo Finch's husband?"),
        ("no the one who trained her i mean", "Who trained Margo Finch?"),
        ("what did tran say about her", "What did tran say about Margo Finch?"),
        ("the harbormaster, what did she say", "What did Lucille Tran say?"),
    ],
)
def test_after_a_question_about_a_person(talk: Talk, message: str, searched: str) -> None:
    talk.shows("who was margo finch", FINCH)

    found = talk.ask(message)

    assert found.searched == searched


@pytest.mark.parametrize(
    ("message", "searched"),
    [
        ("the second one, how old is he", "How old is Tomas Ruiz?"),
        ("the last one, what does he do", "What does Dale Okafor do?"),
        ("and lind?", "What did Bo Lind say about kelp?"),
        ("how do the two differ", "How do Elena Ruiz and Tomas Ruiz differ on kelp?"),
    ],
)
def test_after_several_people(talk: Talk, message: str, searched: str) -> None:
    talk.shows("everyone quoted on kelp", SEAWALL, URCHINS, PIER)

    found = talk.ask(message)

    assert found.searched == searched


def test_what_is_pointed_at_limits_the_search_to_its_article(talk: Talk) -> None:
    talk.shows("everyone quoted on kelp", SEAWALL, URCHINS, PIER)

    found = talk.ask("the second one, how old is he")

    assert found.narrowing.article_ids == ("kelp",)


def test_the_other_bearer_of_a_name_is_meant(talk: Talk) -> None:
    choices = tuple(
        OfferedChoice(name=name, question=f"what did {name} say", article_id="kelp")
        for name in ("Elena Ruiz", "Tomas Ruiz")
    )
    talk.shows("what did ruiz say", choices=choices).shows("the mayor", SEAWALL)
    talk.shows("how much did the heron bridge cost", COST)

    found = talk.ask("no, the other ruiz. the biologist")

    assert found.searched == "What did Tomas Ruiz say?"


@pytest.mark.parametrize(
    ("message", "searched"),
    [
        ("only 2024", "What did Elena Ruiz say about kelp in 2024?"),
        ("just okafor", "What did Dale Okafor say about kelp?"),
        ("only the ledger", "What did elena ruiz say about kelp?"),
        ("just the ledger, what did she say about the bridge",
         "What did Elena Ruiz say about the Heron Bridge?"),
    ],
)  # fmt: skip
def test_narrowed_questions(talk: Talk, message: str, searched: str) -> None:
    talk.shows("what did elena ruiz say about kelp", SEAWALL)
    talk.shows("how much did the heron bridge cost", COST) if "bridge" in message else None

    found = talk.ask(message)

    assert found.searched == searched


def test_an_it_that_nothing_fits_is_left_and_the_topic_is_added(talk: Talk) -> None:
    talk.shows("how do ruiz and okafor differ on wages")

    found = talk.ask("who pays for it")

    assert found.searched == "Who pays for it (wages)?"
