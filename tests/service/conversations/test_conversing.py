"""Questions in conversations, and outside of any, as the engine answers them."""

import pytest
from msgspec import structs

from index.errors import CrossedTurnsError, NotFoundError
from service.conversations.recording import restore
from service.engine import Engine
from service.wire.answer import Answer
from service.wire.asking import AskRequest
from tests.service.conversations.conftest import COST

QUESTION = "What did the new bridge cost?"


def _same(answer: Answer) -> Answer:
    """The answer without what is different each time."""
    return structs.replace(answer, id="", timings_ms={}, turn=None, conversation_id=None)


def test_a_question_by_itself_is_answered_as_if_there_were_no_conversations(
    engine: Engine,
) -> None:
    request = AskRequest(question=QUESTION)

    alone = engine.answerer.answer(request)
    told = engine.conversing.ask(request)

    assert told.answers
    assert _same(told) == _same(alone)


def test_the_first_question_of_a_conversation_is_answered_like_any_other(engine: Engine) -> None:
    alone = engine.answerer.answer(AskRequest(question=QUESTION))
    id = engine.conversing.table.create(engine.collection(None)).id

    first = engine.conversing.ask(AskRequest(question=QUESTION, conversation_id=id))
    sent = engine.conversing.ask(AskRequest(question=QUESTION, history=[]))

    assert _same(first) == _same(sent) == _same(alone)
    assert (first.turn, sent.turn) == (1, 1)


def test_a_question_in_which_nothing_is_replaced_is_answered_as_if_it_came_first(
    engine: Engine,
) -> None:
    other = "how much did the electric tug cost"
    id = engine.conversing.table.create(engine.collection(None)).id
    engine.conversing.ask(AskRequest(question=QUESTION, conversation_id=id))

    later = engine.conversing.ask(AskRequest(question=other, conversation_id=id, min_confidence=0))

    alone = engine.answerer.answer(AskRequest(question=other, min_confidence=0))
    assert later.resolved == []
    assert [item.confidence for item in later.answers] == [
        item.confidence for item in alone.answers
    ]


def test_how_sure_a_list_is_has_no_figure(engine: Engine) -> None:
    id = engine.conversing.table.create(engine.collection(None)).id
    timeline, doubt = (
        AskRequest(question=question, conversation_id=id)
        for question in ("timeline of the bridge", "are you sure?")
    )

    listed, told = engine.conversing.ask(timeline), engine.conversing.ask(doubt)

    assert listed.form == "timeline"
    assert "outlets say so" in told.text or "One outlet says so" in told.text
    assert "%" not in told.text


def test_a_refused_turn_leaves_no_trace(engine: Engine) -> None:
    table = engine.conversing.table
    begun = table.create(engine.collection(None))
    engine.conversing.ask(AskRequest(question=QUESTION, conversation_id=begun.id))
    (turn,) = table.turns(begun.id, 0, 10)

    with pytest.raises(CrossedTurnsError):
        table.add(begun, turn)

    assert table.get(begun.id).turns == 1
    assert table.turns(begun.id, 0, 10) == [turn]


def test_a_conversation_deleted_before_it_is_continued_is_not_found(engine: Engine) -> None:
    begun = engine.conversing.table.create(engine.collection(None))
    engine.conversing.table.delete(begun.id)

    with pytest.raises(NotFoundError):
        engine.conversing.ask(AskRequest(question=QUESTION, conversation_id=begun.id))


def test_what_is_searched_stands_alone_though_its_topic_is_not_read(engine: Engine) -> None:
    id = engine.conversing.table.create(engine.collection(None)).id
    engine.conversing.ask(AskRequest(question=QUESTION, conversation_id=id))

    later = engine.conversing.ask(AskRequest(question="was anyone hurt", conversation_id=id))

    assert later.searched == "Was anyone hurt (the new bridge)?"


TWO = "What did the new bridge cost? And who said it is safe?"
TWO_SEARCHED = ["What did the new bridge cost?", "Who said the new bridge is safe?"]


def test_each_of_two_questions_is_answered_below_its_own_words(engine: Engine) -> None:
    first, second = TWO_SEARCHED
    alone = [engine.answerer.answer(AskRequest(question=one)) for one in (first, second)]

    told = engine.conversing.ask(AskRequest(question=TWO))

    assert [side.name for side in told.sides] == TWO_SEARCHED
    for number, one in enumerate(alone):
        own = [item.quote for item in told.answers if item.side == number]
        assert own == [item.quote for item in one.answers] != []
    assert [citation.number for citation in told.citations] == [*range(1, len(told.citations) + 1)]
    assert told.text.index(first) < told.text.index(COST) < told.text.index(second)


def test_of_two_questions_the_one_without_an_answer_says_so(engine: Engine) -> None:
    told = engine.conversing.ask(AskRequest(question="Who is Zzyzx? What did the new bridge cost?"))

    assert told.status == "answered"
    assert {item.side for item in told.answers} == {1}
    assert told.sides[0].text == engine.conversing.ask(AskRequest(question="Who is Zzyzx?")).text


def test_after_two_questions_the_last_one_is_referred_to(engine: Engine) -> None:
    id = engine.conversing.table.create(engine.collection(None)).id
    engine.conversing.ask(AskRequest(question=TWO, conversation_id=id))

    source = engine.conversing.ask(AskRequest(question="source?", conversation_id=id))

    assert (source.turn, source.form) == (2, "sources")
    (kept, _) = engine.conversing.table.turns(id, 0, 10)
    assert [side.name for side in restore(kept).answer.sides] == TWO_SEARCHED


def test_what_stands_for_something_in_the_first_question_is_told(engine: Engine) -> None:
    told = engine.conversing.ask(AskRequest(question="Who is Elena Ruiz and what did she say?"))

    assert told.searched == "Who is Elena Ruiz? What did Elena Ruiz say?"
    assert [(one.words, one.meaning) for one in told.resolved] == [("she", "Elena Ruiz")]
