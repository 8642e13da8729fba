"""Both clients, against a server."""

from collections.abc import Iterator

import pytest

from service.client import AsyncDateline, Dateline, Part, ProblemError, Restarted, Searched
from service.wire.answer import Answer, Citation
from service.wire.articles import ArticleIn
from service.wire.asking import AskRequest
from tests.service.conftest import settings_in
from tests.serving import Served, serving
from tests.waiting import run_apart, wait_until

_QUESTION = "How much did the bridge cost?"
_TEXT = "The bridge cost 41 million euros."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with three articles."""
    with serving(settings_in(tmp_path_factory.mktemp("client"))) as server:
        with Dateline(server.address) as dateline:
            for id in ("a/b", "c", "d"):
                dateline.add(ArticleIn(id=id, text=f"{_TEXT} It is the {id} story."))
        yield server


@pytest.fixture
def dateline(server: Served) -> Iterator[Dateline]:
    """The client that waits."""
    with Dateline(server.address) as dateline:
        yield dateline


def test_an_answer_is_the_struct_with_a_citation_that_holds(dateline: Dateline) -> None:
    answer = dateline.ask(_QUESTION)
    article = dateline.article(answer.citations[0].article_id)

    (cited, *_) = answer.citations
    assert article.text[cited.start : cited.end] == cited.quote == _TEXT


def test_a_list_is_read_page_by_page(dateline: Dateline) -> None:
    ids = [article.id for article in dateline.articles(limit=1)]

    assert ids == ["a/b", "c", "d"]


def test_a_stream_tells_citations_before_the_text_and_at_last_the_answer(
    dateline: Dateline,
) -> None:
    events = list(dateline.stream(_QUESTION))

    assert events[0] == Searched(_QUESTION)
    # What was told ahead may have been taken back.
    told = [number for number, one in enumerate(events) if isinstance(one, Restarted)]
    *kept, answer = events[told[-1] if told else 0 :]
    assert isinstance(answer, Answer)
    assert "".join(one.text for one in kept if isinstance(one, Part)) == answer.text
    assert [one for one in kept if isinstance(one, Citation)] == answer.citations
    first = next(number for number, one in enumerate(kept) if isinstance(one, Part))
    assert isinstance(kept[first - 1], Citation)


def test_what_a_stream_refuses_is_a_problem_as_ever(dateline: Dateline) -> None:
    with pytest.raises(ProblemError) as refused:
        next(dateline.stream(AskRequest(question="?", collection="none")))

    assert refused.value.problem.status == 404


def test_the_asynchronous_client_does_the_same(server: Served) -> None:
    async def asked() -> tuple[str, list[str], list[object]]:
        async with AsyncDateline(server.address) as dateline:
            answer = await dateline.ask(_QUESTION)
            ids = [one.id async for one in dateline.articles(limit=2)]
            kinds: list[object] = [type(one) async for one in dateline.stream(_QUESTION)]
            return answer.citations[0].quote, ids, kinds

    quote, ids, kinds = run_apart(asked())

    assert (quote, ids) == (_TEXT, ["a/b", "c", "d"])
    assert (kinds[0], kinds[-1]) == (Searched, Answer)


def test_a_conversation_is_begun_read_exported_and_ended(dateline: Dateline) -> None:
    conversation = dateline.begin()
    dateline.ask(AskRequest(question=_QUESTION, conversation_id=conversation.id))

    turns = [turn.question for turn in dateline.turns(conversation.id)]
    listed = dateline.conversations([conversation.id, "unknown"]).conversations
    told = dateline.export(conversation.id, format="markdown")
    dateline.end(conversation.id)

    assert turns == [_QUESTION]
    assert [one.id for one in listed] == [conversation.id]
    assert _TEXT in told
    with pytest.raises(ProblemError) as refused:
        list(dateline.turns(conversation.id))
    assert refused.value.problem.status == 404


def test_files_are_uploaded_articles_replaced_and_their_versions_listed(
    dateline: Dateline,
) -> None:
    dateline.create_collection("mine")
    job = dateline.upload({"note.txt": b"A note.\n\nThe ferry stops."}, collection="mine")
    wait_until(lambda: dateline.job(job.id).finished is not None)
    (document,) = dateline.job_documents(job.id)
    id = str(document.article_id)

    dateline.replace(id, ArticleIn(text="The ferry goes on."), collection="mine")

    versions = dateline.versions(id, collection="mine")
    assert [one.superseded for one in versions] == [False, True]
    assert dateline.article(id, collection="mine").text == "The ferry goes on."
    dateline.drop_collection("mine")


def test_a_draft_is_checked(dateline: Dateline) -> None:
    checked = dateline.check("“The bridge cost 41 million euros,” said Bo Lind.")

    assert [one.verdict for one in checked.quotations] == ["indirect"]


def test_a_feed_that_was_read_has_nothing_new(dateline: Dateline) -> None:
    feed = dateline.alerts(_QUESTION)
    again = dateline.alerts(_QUESTION, etag=feed.etag)

    assert _TEXT in feed.text
    assert (again.text, again.etag) == ("", feed.etag)
