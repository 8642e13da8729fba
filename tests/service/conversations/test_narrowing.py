"""What a message does not want: limits on articles, on people, on what was shown already."""

import pytest
from msgspec import structs

from index.followers.open_collection import OpenCollection
from index.records import Filters
from service.engine import Engine
from service.questions.followups.resolution import Act, Narrowing, Resolution
from service.questions.requests.parsing import narrowed
from service.stopwatch import Stopwatch
from service.wire.answer import Answer
from service.wire.asking import AskFilters, AskRequest
from tests.service.conversations.conftest import shown

QUESTION = "What did the new bridge cost?"


def _answer(
    engine: Engine, narrowing: Narrowing, question: str = QUESTION, source: str | None = None
) -> Answer:
    request = AskRequest(question=question, filters=AskFilters(source=source))
    meant = Resolution(act=Act.ASK, searched=question, narrowing=narrowing)
    return engine.answerer.answer_as_meant(request, meant, Stopwatch())


def _cited(answer: Answer) -> set[str]:
    return {citation.article_id for citation in answer.citations}


def test_only_one_outlet(engine: Engine) -> None:
    answer = _answer(engine, Narrowing(outlets=("the ledger",)))

    assert _cited(answer) == {"ledger"}


def test_what_a_message_limits_is_told_and_can_be_refused(engine: Engine) -> None:
    id = engine.conversing.table.create(engine.collection(None)).id
    engine.conversing.ask(AskRequest(question=QUESTION, conversation_id=id))

    limited = engine.conversing.ask(AskRequest(question="only the Ledger", conversation_id=id))
    free = engine.conversing.ask(
        AskRequest(question=limited.searched, conversation_id=id, narrow=False)
    )

    assert limited.limits is not None
    assert [name.casefold() for name in limited.limits.source] == ["the ledger"]
    assert _cited(limited) == {"ledger"}
    assert free.limits is None
    assert _cited(free) > {"ledger"}


@pytest.mark.parametrize("question", ["What did the bridge cost this week?"])
def test_without_narrowing_words_of_time_prefer_no_days(engine: Engine, question: str) -> None:
    asked = AskRequest(question=question, asked_at="2025-03-06")

    timely = engine.answerer.answer(asked)
    free = engine.answerer.answer(structs.replace(asked, narrow=False))

    assert timely.period is not None
    assert free.period is None
    assert all(item.timely is None for item in free.answers)


@pytest.mark.parametrize("source", ["ledger", "LEDGER", "the Ledger"])
def test_an_outlet_of_the_request_is_known_without_its_article(engine: Engine, source: str) -> None:
    answer = _answer(engine, Narrowing(), source=source)

    assert _cited(answer) == {"ledger"}


def test_days_without_articles_are_named(engine: Engine) -> None:
    answer = _answer(engine, Narrowing(published_from="2026-01-01", published_to="2026-12-31"))

    assert answer.reason == "date_out_of_range"
    assert "2026-01-01 – 2026-12-31" in answer.text


def test_limits_that_exclude_each_other_leave_nothing(engine: Engine) -> None:
    answer = _answer(engine, Narrowing(outlets=("The Ledger",)), source="The Courier")

    assert answer.reason == "filters_match_nothing"


def test_not_his_words(engine: Engine) -> None:
    question = "Is the bridge ugly or safe?"
    everybody = _answer(engine, Narrowing(), question)
    not_hers = _answer(engine, Narrowing(not_speakers=("Elena Ruiz",)), question)

    assert any("It is safe" in item.quote for item in everybody.answers)
    assert not any("It is safe" in item.quote for item in not_hers.answers)


def test_anything_else_is_not_what_was_shown(engine: Engine, opened: OpenCollection) -> None:
    first = _answer(engine, Narrowing())
    said = tuple(shown(opened, one.article_id, one.quote) for one in first.citations)

    more = _answer(engine, Narrowing(not_quotes=said))

    assert not {one.quote for one in more.citations} & {quote.text for quote in said}
    if more.status == "no_answer":
        assert more.reason == "nothing_else"


@pytest.mark.parametrize(
    ("filters", "narrowing", "expected"),
    [
        (Filters(), Narrowing(), Filters()),
        (
            Filters(outlet=("A", "B"), published_from="2025-01-01"),
            Narrowing(outlets=("b",), published_from="2024-05-01"),
            Filters(outlet=("b",), published_from="2025-01-01"),
        ),
        (
            Filters(published_to="2025-06-01", article_ids=("x",)),
            Narrowing(published_to="2025-05-01", article_ids=("x", "y")),
            Filters(published_to="2025-05-01", article_ids=("x",)),
        ),
        (Filters(article_ids=("X",)), Narrowing(article_ids=("x",)), None),
    ],
)
def test_limits_add_up(filters: Filters, narrowing: Narrowing, expected: Filters | None) -> None:
    assert narrowed(filters, narrowing) == expected
