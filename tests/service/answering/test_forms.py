"""Plain requests over HTTP: an extract, a timeline, the people quoted, a comparison."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from msgspec import structs

from index.interruption import Stopped, interruptible
from index.records import Document, reshape
from prompts import say
from service.answers.forms.extract import MOST_CITATIONS
from service.engine import Engine
from service.questions.followups.resolution import Act, Narrowing, Resolution
from service.questions.followups.turns import ShownQuote
from service.stopwatch import Stopwatch
from service.wire.asking import AskRequest
from tests.service.conftest import running, settings_in

Client = TestClient[Any]

_STRIKE = {
    "begins": (
        "2025-03-03",
        "Dockers strike in Redmill",
        "The dockers of Redmill began a strike over night shifts on Monday.\n\n"
        "“The strike ends when the nights are paid,” said Ana Lee of the dockers' union.\n\n"
        "“We will not be moved,” Lee said of the strike.\n\n"
        "Mayor Bo Kim said the dockers' strike “costs the city a million a day.”",
    ),
    "copied": (
        "2025-03-03",
        "Strike at the harbour",
        "The dockers of Redmill began a strike over night shifts on Monday.\n\n"
        "Ships waited outside.",
    ),
    "talks": (
        "2025-03-10",
        "Talks on the Redmill dockers' strike fail",
        "Talks to end the strike of the Redmill dockers failed on Saturday, both sides said.\n\n"
        "“A strike is the last thing we wanted,” said Cy Roe, who speaks for the employer.",
    ),
    "ends": (
        "2025-03-14",
        "Redmill dockers end strike",
        "The dockers of Redmill voted on Friday to end their strike after eleven days.\n\n"
        "“Nobody won this strike,” said Mayor Bo Kim.",
    ),
    "plums": (
        "2025-03-12",
        "Plums at the market",
        "A crate of plums cost 12 euros at the market on Wednesday.\n\n"
        "“The frost took half of them,” said the grower Di Moss.",
    ),
}
_TOPIC = "the strike of the Redmill dockers"


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The application with the story of a strike, and an article about something else."""
    with running(settings_in(tmp_path_factory.mktemp("news"))) as client:
        yield _told(client)


@pytest.fixture
def running_news(client: Client) -> Client:
    """The same, to add to."""
    return _told(client)


def _told(client: Client) -> Client:
    for id, (published, title, text) in _STRIKE.items():
        _add(client, id, published, title, text)
    return client


def _add(client: Client, id: str, published: str | None, title: str, text: str) -> None:
    body = {"id": id, "title": title, "text": text, "published": published, "language": "en"}
    assert client.post("/v1/articles", json=body).status_code < 300


def _ask(client: Client, question: str, **fields: Any) -> dict[str, Any]:
    reply = client.post("/v1/ask", json={"question": question, **fields})
    assert reply.status_code == 200, reply.text
    return reply.json()  # type: ignore[no-any-return]


def _articles(answer: dict[str, Any]) -> list[str]:
    return [citation["article_id"] for citation in answer["citations"]]


def test_what_a_correction_withdraws_is_in_no_extract(client: Client) -> None:
    wrong = "A story on Monday said that the strike of the Redmill dockers had cost 90 jobs."
    right = "In fact the strike of the Redmill dockers has cost nine jobs so far."
    text = f"{wrong} {right}"
    _add(client, "right", "2025-03-20", "Correction: strike of the dockers", text)

    answer = _ask(client, f"summarize {_TOPIC}")

    quotes = [item["quote"] for item in answer["answers"]]
    assert right in quotes
    assert wrong not in quotes


def test_a_name_alone_that_answers_nothing_is_what_an_extract_is_on(news: Client) -> None:
    answer = _ask(news, "Redmill dockers", min_confidence=0.999)

    assert (answer["status"], answer["form"]) == ("answered", "extract")
    assert "Redmill dockers" in answer["label"]


# What all of them have in common


@pytest.mark.parametrize(
    ("question", "form"),
    [
        (f"summarize {_TOPIC}", "extract"),
        (f"what's new on {_TOPIC}", "extract"),
        ("what's new?", "extract"),
        (f"timeline of {_TOPIC}", "timeline"),
        (f"everyone quoted on {_TOPIC}", "speakers"),
        (f"how do Ana Lee and Bo Kim differ on {_TOPIC}", "comparison"),
        ("When did the strike begin?", "answers"),
    ],
)
def test_every_form_says_what_it_is_and_cites_by_the_law(
    news: Client, question: str, form: str
) -> None:
    answer = _ask(news, question)

    assert (answer["status"], answer["form"]) == ("answered", form)
    assert bool(answer["label"]) == (form != "answers")
    assert answer["text"].startswith(answer["label"] or "")
    for citation in answer["citations"]:
        text = _STRIKE[citation["article_id"]][2]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert [n for item in answer["answers"] for n in item["citations"]] == [
        citation["number"] for citation in answer["citations"]
    ]


@pytest.mark.parametrize("form", ["summarize", "timeline of", "everyone quoted on"])
@pytest.mark.parametrize(
    ("topic", "reason"),
    [
        ("the Suez canal", "no_relevant_article"),
        ("the strike in Valdivia", "words_not_found"),
        ("the palace of the dockers", "no_article_on_topic"),
    ],
)
def test_what_no_article_is_about_is_refused_without_a_filler(
    news: Client, form: str, topic: str, reason: str
) -> None:
    answer = _ask(news, f"{form} {topic}")

    assert (answer["status"], answer["reason"]) == ("no_answer", reason)
    assert answer["answers"] == answer["citations"] == []


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
@pytest.mark.parametrize(
    ("question", "message", "values"),
    [
        (f"summarize {_TOPIC}", "answer_extract", {"topic": _TOPIC}),
        ("what's new?", "answer_extract_newest", {}),
        ("what happened in March 2025?", "answer_extract_days", {}),
        (f"timeline of {_TOPIC}", "answer_timeline", {"topic": _TOPIC}),
        (f"everyone quoted on {_TOPIC}", "answer_speakers", {"topic": _TOPIC}),
    ],
)
def test_the_label_is_in_the_language_of_the_reply(
    news: Client, language: str, question: str, message: str, values: dict[str, str]
) -> None:
    answer = _ask(news, question, language=language)

    assert answer["label"] == say(message, language, **values)


@pytest.mark.parametrize("form", ["summarize", "timeline of", "everyone quoted on"])
def test_filters_and_the_day_of_asking_hold(news: Client, form: str) -> None:
    only = _ask(news, f"{form} {_TOPIC}", filters={"article_ids": ["talks"]})
    early = _ask(news, f"{form} {_TOPIC}", as_of="2025-03-05")
    none = _ask(news, f"{form} {_TOPIC}", filters={"published_from": "2025-04-01"})

    assert set(_articles(only)) == {"talks"}
    assert set(_articles(early)) <= {"begins", "copied"}
    assert (none["status"], none["reason"]) == ("no_answer", "date_out_of_range")


@pytest.mark.parametrize("most", [1, 2, 3])
@pytest.mark.parametrize("form", ["summarize", "timeline of", "everyone quoted on"])
def test_no_more_is_shown_than_is_wanted(news: Client, form: str, most: int) -> None:
    assert len(_ask(news, f"{form} {_TOPIC}", max_answers=most)["answers"]) == most


def test_an_empty_collection_says_so(client: Client) -> None:
    assert _ask(client, "summarize the strike")["reason"] == "empty_collection"
    assert _ask(client, "what's new?")["reason"] == "empty_collection"


# An extract


def test_an_extract_has_leads_of_several_articles_then_key_quotations(news: Client) -> None:
    answer = _ask(news, f"summarize {_TOPIC}")

    told = [item["quote"] for item in answer["answers"] if item["speaker"] is None]
    said = [item["speaker"]["name"] for item in answer["answers"] if item["speaker"]]
    assert {"The dockers of Redmill voted on Friday to end their strike after eleven days."} < set(
        told
    )
    assert len(said) == len(set(said)) == 2
    assert [item["speaker"] is None for item in answer["answers"]] == sorted(
        (item["speaker"] is None for item in answer["answers"]), reverse=True
    )
    assert "plums" not in _articles(answer)


def test_an_extract_says_nothing_twice_and_has_few_citations(news: Client) -> None:
    answer = _ask(news, f"summarize {_TOPIC}", max_answers=20)

    quotes = [item["quote"] for item in answer["answers"]]
    assert len(quotes) == len(set(quotes))
    assert len(answer["citations"]) <= MOST_CITATIONS


def test_what_is_new_is_the_newest_first(news: Client) -> None:
    on_topic = _ask(news, f"what's new on {_TOPIC}", max_answers=2)
    anything = _ask(news, "what's new?", max_answers=3)

    days = [citation["published"] for citation in on_topic["citations"]]
    assert days == sorted(days, reverse=True)
    assert _articles(on_topic)[0] == "ends"
    assert _articles(anything) == ["ends", "plums", "talks"]


def test_what_is_new_this_week_is_from_this_week_or_says_that_nothing_is(news: Client) -> None:
    held = _ask(news, f"what's new this week on {_TOPIC}", asked_at="2025-03-05")
    later = _ask(news, f"what's new this week on {_TOPIC}", asked_at="2025-06-05")

    assert set(_articles(held)) <= {"begins", "copied"}
    assert all(item["timely"] for item in held["answers"])
    assert _articles(later)[0] == "ends"
    assert say("answer_newest", "en", day="2025-03-14") in later["text"].splitlines()[0]


def test_what_happened_on_days_is_what_their_articles_say(news: Client) -> None:
    on_a_day = _ask(news, "What happened on 10 March 2025?")
    this_week = _ask(news, "what happened this week", asked_at="2025-03-05")
    never = _ask(news, "What happened on 10 March 1999?")
    anyway = _ask(news, "What happened on 10 March 1999?", narrow=False)

    assert on_a_day["form"] == "extract"
    assert _articles(on_a_day) == ["talks"]
    assert set(_articles(this_week)) <= {"begins", "copied"}
    assert this_week["answers"]
    assert (never["status"], never["reason"]) == ("no_answer", "date_out_of_range")
    assert _articles(anyway)[0] == "ends"


# A timeline


def test_a_timeline_has_each_day_once_in_order(news: Client) -> None:
    answer = _ask(news, f"timeline of {_TOPIC}")

    days = [item["day"] for item in answer["answers"]]
    # The talks failed on the Saturday before the article.
    assert days == ["2025-03-03", "2025-03-08", "2025-03-14"]
    # Two articles tell of the first day in the same words.
    assert [len(item["citations"]) for item in answer["answers"]] == [2, 1, 1]
    assert all(day in answer["text"].splitlines() for day in days)


def test_a_timeline_that_is_cut_keeps_its_ends_and_counts_the_rest(news: Client) -> None:
    answer = _ask(news, f"timeline of {_TOPIC}", max_answers=2)

    assert [item["day"] for item in answer["answers"]] == ["2025-03-03", "2025-03-14"]
    assert answer["more"] == 1
    assert answer["label"].endswith(say("answer_more_days", "en", count=1))


def test_two_events_of_one_day_are_both_there(running_news: Client) -> None:
    text = "Pickets of the Redmill dockers' strike blocked rail wagons near Harlow."
    _add(running_news, "rail", "2025-03-14", "Wagons blocked as Redmill dockers strike", text)

    answer = _ask(running_news, f"timeline of {_TOPIC}")

    assert [item["day"] for item in answer["answers"]][-2:] == ["2025-03-14"] * 2


def test_a_sentence_that_names_another_day_stands_at_that_day(running_news: Client) -> None:
    text = (
        "Redmill remembers the strike of its dockers.\n\n"
        "The Redmill dockers had held their first strike on May 2, 1926.\n\n"
        "A museum of the Redmill dockers' strike must open by July 1, 2025."
    )
    _add(running_news, "museum", "2025-04-01", "The Redmill dockers' strike in a museum", text)

    days = [item["day"] for item in _ask(running_news, f"timeline of {_TOPIC}")["answers"]]

    assert days[0] == "1926-05-02"
    assert "2025-07-01" not in days


def test_articles_without_a_date_make_no_timeline(client: Client) -> None:
    _add(client, "undated", None, "Redmill dockers strike", _STRIKE["begins"][2].split(" on ")[0])

    answer = _ask(client, "timeline of the strike of the dockers")

    assert (answer["status"], answer["reason"]) == ("no_answer", "no_dated_article")


def test_a_corrected_version_takes_the_place_of_the_first(running_news: Client) -> None:
    text = _STRIKE["ends"][2].replace("eleven days", "twelve days")
    _add(running_news, "ends", "2025-03-14", _STRIKE["ends"][1], text)

    last = _ask(running_news, f"timeline of {_TOPIC}")["citations"][-1]

    assert "twelve days" in last["quote"]
    assert last["revision"] == "updated"


# The people quoted


def test_everyone_is_quoted_once_by_full_name_the_most_quoted_first(news: Client) -> None:
    answer = _ask(news, f"everyone quoted on {_TOPIC}")

    names = [item["speaker"]["name"] for item in answer["answers"]]
    assert sorted(names[:2]) == ["Ana Lee", "Bo Kim"]
    assert names[2:] == ["Cy Roe"]
    assert len({citation["quote"] for citation in answer["citations"]}) == 3


def test_people_who_are_not_shown_are_counted(news: Client) -> None:
    answer = _ask(news, f"reactions to {_TOPIC}", max_answers=1)

    assert answer["more"] == 2
    assert say("answer_more_people", "en", count=2) in answer["text"]


def test_a_topic_on_which_nobody_is_quoted_is_refused(client: Client) -> None:
    _add(client, "lamp", "2025-03-01", "The lamp of Redmill", "A new lamp shines in Redmill now.")

    answer = _ask(client, "everyone quoted on the lamp of Redmill")

    assert (answer["status"], answer["reason"]) == ("no_answer", "nobody_quoted")


# A comparison


def _sides(answer: dict[str, Any]) -> dict[str, list[str]]:
    return {
        side["name"]: [item["quote"] for item in answer["answers"] if item["side"] == number]
        for number, side in enumerate(answer["sides"])
    }


@pytest.mark.parametrize(
    "question",
    [
        "how do Lee and Kim differ on the strike?",
        "compare what Ana Lee and Bo Kim said about the strike",
        "lee vs kim on the strike",
    ],
)
def test_both_sides_of_a_comparison_are_quoted(news: Client, question: str) -> None:
    answer = _ask(news, question)

    sides = _sides(answer)
    assert list(sides) == ["Ana Lee", "Bo Kim"]
    assert all(sides.values())
    spoken = {item["speaker"]["name"] for item in answer["answers"]}
    assert spoken == {"Ana Lee", "Bo Kim"}


def test_a_side_on_which_nothing_was_said_says_so(news: Client) -> None:
    answer = _ask(news, "how do Ana Lee and Xy Zed differ on the strike?", max_answers=1)

    empty = answer["sides"][1]
    assert [len(quotes) for quotes in _sides(answer).values()] == [1, 0]
    assert empty["text"] == say("answer_side_not_quoted", "en", person="Xy Zed")
    assert empty["text"] in answer["text"]


def test_a_name_of_several_people_needs_clarification_with_the_whole_request(
    running_news: Client,
) -> None:
    _add(
        running_news,
        "bea",
        "2025-03-15",
        "Lee on roads",
        "“Roads cost money,” said Bea Lee on Monday.",
    )

    answer = _ask(running_news, "how do Lee and Kim differ")

    assert (answer["status"], answer["reason"]) == ("no_answer", "which_speaker")
    assert {choice["question"] for choice in answer["choices"]} == {
        "how do Ana Lee and Kim differ",
        "how do Bea Lee and Kim differ",
    }


def test_what_nobody_speaks_for_is_a_question_like_others(news: Client) -> None:
    answer = _ask(news, "How do lions and tigers differ?")

    assert (answer["form"], answer["label"], answer["sides"]) == ("answers", None, [])


# Many at once


@pytest.mark.parametrize("question", [f"summarize {_TOPIC}", f"lee vs kim on {_TOPIC}"])
def test_requests_of_a_batch_are_answered_alike(news: Client, question: str) -> None:
    body = {"questions": [{"question": question}]}

    (answer,) = news.post("/v1/ask/batch", json=body).json()["answers"]

    same = _ask(news, question)
    assert (answer["form"], answer["citations"]) == (same["form"], same["citations"])


# In a conversation


def test_a_comparison_forgets_the_names_of_deleted_articles(running_news: Client) -> None:
    created = running_news.post("/v1/conversations", json={}).json()["id"]
    first = _ask(running_news, "lee vs xy zed on the strike", conversation_id=created)
    quoting = {citation["article_id"] for citation in first["citations"]}

    for id in quoting:
        assert running_news.delete(f"/v1/articles/{id}").status_code == 204

    (turn,) = running_news.get(f"/v1/conversations/{created}").json()["turns"]
    kept = turn["answer"]
    assert (kept["form"], kept["answers"]) == ("comparison", [])
    assert [side["name"] for side in kept["sides"]] == ["", "xy zed"]
    assert "Ana" not in json.dumps(kept)


@pytest.mark.parametrize("form", ["summarize", "timeline of", "everyone quoted on"])
def test_what_was_shown_is_not_shown_again(tmp_path: Path, form: str) -> None:
    engine = _engine(tmp_path)
    request = AskRequest(question=f"{form} {_TOPIC}", max_answers=2)
    shown = engine.answerer.answer(request)
    quotes = [reshape(cited, ShownQuote, text=cited.quote) for cited in shown.citations]
    meant = Resolution(
        act=Act.ASK, searched=request.question, narrowing=Narrowing(not_quotes=tuple(quotes))
    )

    with Stopwatch().running() as watch:
        again = engine.answerer.answer_as_meant(request, meant, watch)

    engine.close()
    seen = {(c.article_id, c.start) for c in shown.citations}
    assert again.form == shown.form
    assert again.reason == "nothing_else" or again.answers
    assert seen.isdisjoint((c.article_id, c.start) for c in again.citations)


@pytest.mark.parametrize("form", ["summarize", "timeline of"])
def test_a_form_is_about_its_own_topic_whatever_was_asked_before(tmp_path: Path, form: str) -> None:
    engine = _engine(tmp_path)
    request = AskRequest(question=f"{form} {_TOPIC}")
    meant = Resolution(act=Act.ASK, searched=request.question)
    titles = " ".join(title for _, title, _ in _STRIKE.values())
    found = []

    for context in ("", *(f"{title} {titles}" for _, title, _ in _STRIKE.values())):
        with Stopwatch().running() as watch:
            asked = structs.replace(meant, in_context=context)
            found.append(engine.answerer.answer_as_meant(request, asked, watch).citations)

    engine.close()
    assert found[0]
    assert all(one == found[0] for one in found)


def _engine(folder: Path) -> Engine:
    """The same articles without HTTP."""
    engine = Engine(settings_in(folder))
    engine.open()
    documents = [
        Document(id=id, title=title, text=text, published=day, format="text", origin=id)
        for id, (day, title, text) in _STRIKE.items()
    ]
    for _ in engine.ingester.add(engine.collection(None), documents):
        pass
    return engine


def test_a_form_stops_when_nobody_waits_for_it(tmp_path: Path) -> None:
    engine = _engine(tmp_path)
    asked = 0

    def until_the_fifth_step() -> None:
        nonlocal asked
        asked += 1
        if asked == 5:
            raise Stopped

    with pytest.raises(Stopped), interruptible(until_the_fifth_step):
        engine.answerer.answer(AskRequest(question=f"summarize {_TOPIC}"))

    engine.close()
    assert asked == 5
