"""What a network finds that rules leave open."""

import re
from collections.abc import Sequence

import pytest
from msgspec import structs

from service.questions.followups.filling_in import Scoring, filled_in
from service.questions.followups.resolution import Act, Narrowing, Replaced, Resolution
from service.questions.followups.terms.context import Earlier
from service.questions.followups.terms.scores import AskedWord, ScoredWord, Scores
from service.questions.followups.turns import Turn

TURNS = (Turn(number=1, question="q", searched="Who closed Gannet Bridge?", status="answered"),)
ASK = Resolution(act=Act.ASK, searched="Why?", in_context="bridge Why?")
MARKET = Replaced(words="it", meaning="the Market", turn=1)


def _network(goes: str = "", **chances: float) -> Scoring:
    """Says this of the words of the turns, and that such a word of the message goes."""

    def score(message: str, turns: Sequence[Turn]) -> Scores:
        words = [
            ScoredWord(m[0], turn.number, chances.get(m[0], 0.0), place, *m.span())
            for place, turn in enumerate(turns)
            for m in re.finditer(r"\w+", turn.searched)
        ]
        asked = [AskedWord(m[0], *m.span(), m[0] == goes) for m in re.finditer(r"\w+", message)]
        return Scores(words, asked, [Earlier(turn.searched, turn.number) for turn in turns])

    return score


def test_what_rules_left_open_is_filled_in() -> None:
    meant = filled_in("Why?", ASK, TURNS, _network(Gannet=0.9, Bridge=0.9))

    assert meant.searched == "Why (Gannet Bridge)?"
    assert meant.replaced == (Replaced(words="", meaning="Gannet Bridge", turn=1),)
    assert meant.in_context == "Gannet Bridge Why?"


def test_a_pronoun_is_replaced() -> None:
    meant = filled_in("who built it", ASK, TURNS, _network("it", Gannet=0.9, Bridge=0.9))

    assert meant.searched == "Who built Gannet Bridge?"
    assert meant.replaced == (Replaced(words="it", meaning="Gannet Bridge", turn=1),)


def test_an_it_that_stands_for_nothing_stays() -> None:
    message = "what would it cost to paint the pier"

    meant = filled_in(message, ASK, TURNS, _network("it", Gannet=0.3, Bridge=0.3))

    assert "would it cost" in meant.searched


def test_what_rules_put_in_stays() -> None:
    rules = structs.replace(ASK, searched="Who built the Market?", replaced=(MARKET,))

    assert filled_in("who built it", rules, TURNS, _network("it", Gannet=0.9)) == rules


def test_less_likely_words_are_only_searched_for() -> None:
    meant = filled_in("Why?", ASK, TURNS, _network(Gannet=0.9, Bridge=0.25))

    assert (meant.searched, meant.in_context) == ("Why (Gannet)?", "Gannet Bridge Why?")


@pytest.mark.parametrize(
    ("chance", "searched"),
    [(0.3, "Who built the bridge?"), (0.01, "Who built Gannet?")],
)
def test_what_the_network_would_not_have_expected_is_replaced(chance: float, searched: str) -> None:
    bridge = Replaced(words="it", meaning="the bridge", turn=1)
    rules = structs.replace(ASK, searched="Who built the bridge?", replaced=(bridge,))

    meant = filled_in("who built it", rules, TURNS, _network("it", Gannet=0.9, Bridge=chance))

    assert meant.searched == searched


def test_rules_that_are_doubted_stay_if_the_network_is_not_sure_either() -> None:
    bridge = Replaced(words="it", meaning="the bridge", turn=1)
    rules = structs.replace(ASK, searched="Who built the bridge?", replaced=(bridge,))

    assert filled_in("who built it", rules, TURNS, _network("it", Gannet=0.5)) == rules


@pytest.mark.parametrize(
    "alone",
    [
        Resolution(act=Act.ASK, searched="who won the cup"),
        Resolution(act=Act.ASK, searched="who won the cup", in_context="a", has_own_topic=True),
    ],
)
def test_what_stands_alone_is_left_alone(alone: Resolution) -> None:
    assert filled_in("who won the cup", alone, TURNS, _network(Gannet=0.9)) == alone


@pytest.mark.parametrize(
    "meant",
    [
        Resolution(act=Act.CHAT, searched="thanks", topic_of_chat="thanks"),
        Resolution(act=Act.SOURCES, searched="source?"),
        Resolution(act=Act.CHOOSE, searched="and Ruiz?"),
    ],
)
def test_only_questions_are_filled_in(meant: Resolution) -> None:
    assert filled_in(meant.searched, meant, TURNS, _network(Gannet=0.9)) == meant


def test_a_limit_alone_stays_as_it_is() -> None:
    limited = structs.replace(ASK, searched="only 2024", narrowing=Narrowing(published_from="2024"))

    assert filled_in("only 2024", limited, TURNS, _network(Gannet=0.9)) == limited


def test_other_languages_are_left_to_the_rules() -> None:
    question = "Warum wurde die Brücke damals eigentlich geschlossen?"

    assert filled_in(question, ASK, TURNS, _network(Gannet=0.9)) == ASK


@pytest.mark.parametrize(
    ("request_", "is_filled"), [("timeline of the strike", False), ("timeline of it", True)]
)
def test_a_plain_request_that_names_its_topic_is_left_alone(
    request_: str, *, is_filled: bool
) -> None:
    open_ = structs.replace(ASK, searched=request_)

    meant = filled_in(request_, open_, TURNS, _network(Gannet=0.9))

    assert (meant != open_) is is_filled
