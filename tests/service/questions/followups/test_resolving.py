"""What messages mean after others: each kind of follow-up, with what it becomes."""

import pytest
from msgspec import structs

from service.questions.followups.resolution import Act, Narrowing
from service.questions.followups.turns import OfferedChoice
from tests.conftest import Shelf, story
from tests.service.questions.followups.conftest import Talk

SCHOOL = ("bridge", "The bridge will halve the way to school")
STEEL = ("bridge", "Falk Steel")
COST = ("bridge", "$41 million")
SEAWALL = ("kelp", "Kelp is the cheapest seawall")
URCHINS = ("kelp", "First we clear, then we plant")
PIER = ("kelp", "I like a pier")
VOTE = ("kelp", "7 to 2")


def test_at_the_beginning_a_message_is_asked_as_it_is(talk: Talk) -> None:
    message = "and what did she say about it?"

    found = talk.ask(message)

    assert (found.act, found.searched, found.replaced) == (Act.ASK, message, ())


@pytest.mark.parametrize(
    ("message", "searched"),
    [
        ("how old is she", "How old is Elena Ruiz?"),
        ("what did she say about kelp", "What did Elena Ruiz say about kelp?"),
        ("whos her engineer", "Who is Elena Ruiz's engineer?"),
        ("did they pay for it", "Did they pay for the Heron Bridge?"),
        ("who built it?", "Who built the Heron Bridge?"),
        ("what did he warn of", "What did Bo Lind warn of?"),
        ("why?", "Why did Elena Ruiz say that about the Heron Bridge?"),
        ("when was that", "When did Elena Ruiz say that about the Heron Bridge?"),
        ("and lind?", "What did Bo Lind say about the Heron Bridge?"),
        ("what about okafor", "What did Dale Okafor say about the Heron Bridge?"),
        ("and on kelp?", "What did Elena Ruiz say about kelp?"),
        ("and in 2024?", "What did Elena Ruiz say about the Heron Bridge in 2024?"),
        ("no, i meant lind", "What did Bo Lind say about the Heron Bridge?"),
        ("and lind, how old is he", "How old is Bo Lind?"),
    ],
)
def test_a_follow_up_to_what_somebody_said_stands_alone(
    talk: Talk, message: str, searched: str
) -> None:
    talk.shows("what did elena ruiz say about the heron bridge", SCHOOL)

    found = talk.ask(message)

    assert found.searched == searched


@pytest.mark.parametrize(
    ("message", "searched"),
    [
        ("why?", "Why did Falk Steel replace the cables?"),
        ("when was that?", "When did Falk Steel replace the cables?"),
        ("where", "Where did Falk Steel replace the cables?"),
        ("will they pay for the delay", "Will Falk Steel pay for the delay?"),
        ("how many people work there", "How many people work at Falk Steel?"),
    ],
)
def test_the_name_that_answered_is_spoken_of_next(talk: Talk, message: str, searched: str) -> None:
    talk.shows("who replaced the cables", STEEL)

    found = talk.ask(message)

    assert found.searched == searched


def test_what_stands_for_what_is_recorded_with_its_turn(talk: Talk) -> None:
    talk.shows("what did elena ruiz say about the heron bridge", SCHOOL)

    found = talk.ask("what did she say about kelp")

    assert [(r.words, r.meaning, r.turn) for r in found.replaced] == [("she", "Elena Ruiz", 1)]


@pytest.mark.parametrize(
    "message",
    [
        "what did dale okafor say about the pier",
        "who was margo finch",
        "summarize the ferry timetable",
        "is the pandemic over",
        "okafor on the pier",
        "did the town of swindle change its name",
        "where is the world cup",
        "how did the senate vote on the marriage bill",
        "who found the letter about the bell",
        "quand rouvre l'école",
    ],
)
def test_another_topic_carries_nothing(talk: Talk, message: str) -> None:
    talk.shows("what did elena ruiz say about the heron bridge", SCHOOL)

    found = talk.ask(message)

    assert (found.searched, found.replaced, found.narrowing) == (message, (), Narrowing())


@pytest.mark.parametrize(
    ("message", "act", "topic"),
    [
        ("thx 🙏", Act.CHAT, "thanks"),
        ("cool thanks!!", Act.CHAT, "thanks"),
        ("hey there", Act.CHAT, "greeting"),
        ("haha ok bye", Act.CHAT, "goodbye"),
        ("what is this site?", Act.CHAT, "who"),
        ("danke", Act.CHAT, "thanks"),
        ("source?", Act.SOURCES, ""),
        ("show me the article", Act.SOURCES, ""),
        ("which paper is that from", Act.SOURCES, ""),
        ("are you sure", Act.CERTAINTY, ""),
        ("is that true?", Act.CERTAINTY, ""),
    ],
)
def test_chatter_and_questions_about_the_answer_are_told_apart(
    talk: Talk, message: str, act: Act, topic: str
) -> None:
    talk.shows("what did elena ruiz say about the heron bridge", SCHOOL)

    found = talk.ask(message)

    assert (found.act, found.topic_of_chat) == (act, topic)


def test_questions_about_the_answer_are_about_the_quotes_shown(talk: Talk) -> None:
    talk.shows("what did elena ruiz say about kelp", SEAWALL, SCHOOL)

    both = talk.ask("source?")
    second = talk.ask("show me the second article")
    ledger = talk.ask("the quote from the ledger")

    assert [q.article_id for q in both.about] == ["kelp", "bridge"]
    assert [q.article_id for q in second.about] == ["bridge"]
    assert [q.article_id for q in ledger.about] == ["bridge"]


def test_a_pronoun_that_fits_two_people_in_a_question_needs_one_clarification(talk: Talk) -> None:
    talk.shows("how do tomas ruiz and dale okafor differ on kelp", URCHINS, PIER)

    found = talk.ask("how old is he")

    assert found.act is Act.CHOOSE
    assert [(c.name, c.question) for c in found.choices] == [
        ("Tomas Ruiz", "How old is Tomas Ruiz?"),
        ("Dale Okafor", "How old is Dale Okafor?"),
    ]


@pytest.mark.parametrize(
    ("message", "searched"),
    [
        ("the mayor", "What did Elena Ruiz say about kelp?"),
        ("tomas", "What did Tomas Ruiz say about kelp?"),
        ("the second", "What did Tomas Ruiz say about kelp?"),
        ("1", "What did Elena Ruiz say about kelp?"),
    ],
)
def test_a_picked_choice_is_the_question_with_its_name(
    talk: Talk, message: str, searched: str
) -> None:
    choices = tuple(
        OfferedChoice(name=name, question=f"what did {name} say about kelp", article_id="kelp")
        for name in ("Elena Ruiz", "Tomas Ruiz")
    )
    talk.shows("what did ruiz say about kelp", choices=choices)

    found = talk.ask(message)

    assert found.searched == searched


def test_a_whole_question_picks_no_choice_though_it_has_a_word_of_one(talk: Talk) -> None:
    choices = tuple(
        OfferedChoice(name=name, question=f"what did {name} say about kelp", article_id="kelp")
        for name in ("Elena Ruiz", "Ruiz Lines")
    )
    talk.shows("what did ruiz say about kelp", choices=choices)

    found = talk.ask("when does elena run for office")

    assert "run for office" in found.searched


def test_the_other_choice_is_the_one_not_picked(talk: Talk) -> None:
    choices = tuple(
        OfferedChoice(name=name, question=f"what did {name} say about kelp", article_id="kelp")
        for name in ("Elena Ruiz", "Tomas Ruiz")
    )
    talk.shows("what did ruiz say about kelp", choices=choices).shows("the mayor", SEAWALL)

    found = talk.ask("and the other one")

    assert found.searched == "What did Tomas Ruiz say about kelp?"


def test_only_narrows_to_outlets_and_days(talk: Talk) -> None:
    talk.shows("what did elena ruiz say about the heron bridge", SCHOOL)

    ledger = talk.ask("just the ledger").narrowing
    year = talk.ask("only 2024").narrowing
    this_year = talk.ask("only this year").narrowing

    assert ledger.outlets == ("Harbor Ledger",)
    assert (year.published_from, year.published_to) == ("2024-01-01", "2024-12-31")
    assert this_year.published_from == "2025-01-01"


def test_not_him_leaves_out_his_words(talk: Talk) -> None:
    talk.shows("who spoke about kelp", URCHINS)

    found = talk.ask("not him, the mayor")

    assert found.narrowing.not_speakers == ("Tomas Ruiz",)
    assert "Elena Ruiz" in found.searched


def test_anything_else_is_the_same_question_without_what_was_shown(talk: Talk) -> None:
    talk.shows("what did elena ruiz say about kelp", SEAWALL)

    found = talk.ask("anything else?")

    assert found.searched == "what did elena ruiz say about kelp"
    assert [quote.text for quote in found.narrowing.not_quotes] == [
        "“Kelp is the cheapest seawall,” Mayor Elena Ruiz said."
    ]


@pytest.mark.parametrize(
    ("message", "searched"),
    [
        ("anything else from her?", "What else did Elena Ruiz say?"),
        ("more from okafor", "What else did Dale Okafor say?"),
        ("anything else about the pier", "What did Elena Ruiz say about the pier?"),
    ],
)
def test_more_may_be_wanted_from_somebody_or_on_a_topic(
    talk: Talk, message: str, searched: str
) -> None:
    talk.shows("what did elena ruiz say about kelp", SEAWALL)

    found = talk.ask(message)

    assert found.searched == searched
    assert len(found.narrowing.not_quotes) == 1


def test_chatter_between_is_not_what_the_next_message_follows(talk: Talk) -> None:
    talk.shows("what did elena ruiz say about kelp", SEAWALL).shows("thanks").shows("source?")

    found = talk.ask("and okafor?")

    assert found.searched == "What did Dale Okafor say about kelp?"


def test_a_question_that_lacks_its_topic_gets_it_in_brackets(talk: Talk) -> None:
    talk.shows("how did the council vote on kelp", VOTE)

    found = talk.ask("how many urchins")

    assert found.searched == "How many urchins (kelp)?"
    assert [(r.words, r.meaning) for r in found.replaced] == [
        ("", "how did the council vote on kelp")
    ]


@pytest.mark.parametrize(
    "message",
    [
        "how many urchins had eaten the forest",
        "urchins marine station",
        "what did the biologist say about his urchins",
        "who died after 50 years of building boats",
    ],
)
def test_what_is_only_in_other_articles_is_a_topic_of_its_own(talk: Talk, message: str) -> None:
    talk.shows("who replaced the cables", STEEL)

    found = talk.ask(message)

    assert (found.searched, found.replaced, found.has_own_topic) == (message, (), True)


@pytest.mark.parametrize(
    "message",
    [
        "how old are the cables",
        "and the urchins?",
        "what about urchins",
        "what did she say about urchins",
        "did that harm the urchins",
        "no, the urchins",
        "only 2024",
    ],
)
def test_what_leans_on_the_turn_before_is_none(talk: Talk, message: str) -> None:
    talk.shows("who replaced the cables", STEEL)

    found = talk.ask(message)

    assert not found.has_own_topic


def test_of_several_events_the_picked_one_is_asked_about(talk: Talk) -> None:
    choices = (
        OfferedChoice(name="Heron Bridge reopens", article_id="bridge"),
        OfferedChoice(name="Council backs kelp plan", article_id="kelp"),
    )
    talk.shows("how did the council vote", choices=choices)
    talk.turns[-1] = structs.replace(talk.turns[-1], reason="which_meaning")

    found = talk.ask("the kelp one")

    assert found.searched == "How did the council vote (Council backs kelp plan)?"
    assert found.narrowing == Narrowing(article_ids=("kelp",))


def test_whom_a_question_asks_for_is_not_what_they_run(shelf: Shelf) -> None:
    text = "Ferncliff Lines said it would sail. Its director, Bo Lind, was glad. “Ahoy,” he said."
    shelf.add(story("lines", text, title="Ferries sail"))
    talk = Talk(shelf.opened()).shows("who runs Ferncliff Lines", ("lines", "Bo Lind"))
    unsure = structs.replace(talk.turns[0], status="uncertain")
    talk.turns[0] = unsure

    assert (
        talk.ask("what did he say about it?").searched
        == "What did Bo Lind say about Ferncliff Lines?"
    )


def test_what_happened_somewhere_is_about_that_place(talk: Talk) -> None:
    talk.shows("what happened in Redmill?", SCHOOL)

    assert talk.ask("how many were hurt?").searched == "How many were hurt (Redmill)?"


@pytest.mark.parametrize("message", ["according to whom?", "on whose authority"])
def test_whose_word_it_is_is_asked_of_the_answer(talk: Talk, message: str) -> None:
    talk.shows("how much did the bridge cost", COST)

    assert talk.ask(message).act is Act.SOURCES


@pytest.mark.parametrize(
    ("question", "message", "searched"),
    [
        ("how high was Falk Steel's bid", "and profit?", "How high was Falk Steel's profit?"),
        ("what was the bridge's cost", "and the length?", "What was the bridge's length?"),
        (
            "when did Falk Steel's sales fall",
            "and in 2024?",
            "When did Falk Steel's sales fall in 2024?",
        ),
        ("how much do the towns get", "and the farms?", "How much do the farms get?"),
        ("how much does the town get", "and the farms?", "What are the farms (the town)?"),
    ],
)
def test_something_else_of_the_same_owner_takes_the_place(
    talk: Talk, question: str, message: str, searched: str
) -> None:
    talk.shows(question, STEEL)

    assert talk.ask(message).searched == searched


def test_an_agency_that_tells_of_something_is_not_what_was_told(talk: Talk) -> None:
    talk.shows("what will not be paid for in Redmill", ("bridge", "it would not pay for the delay"))

    assert "Falk Steel" not in talk.ask("when did it start?").searched


def test_those_who_are_counted_are_meant_before_what_is_theirs(talk: Talk) -> None:
    talk.shows("how many people had to leave their homes", ("kelp", "7 to 2"))

    found = talk.ask("where did they go?")

    assert found.searched == "Where did those who had to leave their homes go?"


@pytest.mark.parametrize(
    ("message", "searched"),
    [
        ("compare them", "Compare Elena Ruiz and Bo Lind on the Heron Bridge?"),
        ("compare what they said", "Compare what Elena Ruiz and Bo Lind said on the Heron Bridge?"),
        (
            "what is the difference between them?",
            "What is the difference between Elena Ruiz and Bo Lind on the Heron Bridge?",
        ),
        ("compare them on kelp", "Compare Elena Ruiz and Bo Lind on kelp"),
        ("do they agree?", "Do Elena Ruiz and Bo Lind agree on the Heron Bridge?"),
    ],
)
def test_two_who_were_asked_about_in_turn_are_compared(
    talk: Talk, message: str, searched: str
) -> None:
    talk.shows("what did elena ruiz say about the heron bridge", SCHOOL)
    talk.shows("and lind?", ("bridge", "the cables would need paint every year"))

    assert talk.ask(message).searched == searched


def test_nothing_takes_the_place_of_a_word_that_an_article_has(talk: Talk) -> None:
    talk.shows("why was the Heron Bridge closed", STEEL).shows("who said that", STEEL)

    assert "“" in talk.turns[-1].searched
    assert talk.ask("what about the dockers").searched == "What are the dockers (the Heron Bridge)?"
