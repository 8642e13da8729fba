"""Whose words: people, their quotations, and questions about them, over HTTP and in the shell."""

import csv
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from litestar.testing import TestClient

from service.commands.cli import main
from tests.service.conftest import running, settings_in

Client = TestClient[Any]

_ARTICLES = {
    "court/bell": (
        "Court orders bell returned",
        "2025-09-19",
        "The court ordered the museum to return the bronze bell.\n\n"
        "“An exhibition of seventy-one years is a habit,” Judge Ingrid Lindqvist wrote. "
        "“A habit can be broken.”\n\n"
        "Pavel Strnad had rung it in 1955. The museum’s director, Auberon Pike, said that the bell "
        "“belongs to those who ring it.”",
    ),
    "race": (
        "Lindqvist wins on one pole",
        "2026-02-28",
        "Maja Lindqvist won the downhill race with a broken pole.\n\n"
        "“I went to push and there was no pole,” Lindqvist said.\n\n"
        "Her coach, Tor Vik, said that the race was the hardest of the year.",
    ),
    "treaty": (
        "Neighbors review treaty",
        "2026-06-30",
        "“We will review the treaty together,” said Prime Minister Mark Carney. "
        "Carney added that the treaty had brought jobs.\n\n"
        "A senior official said the talks would last a year.",
    ),
}


def _filled(client: Client) -> Client:
    for id, (title, published, text) in _ARTICLES.items():
        body = {"id": id, "title": title, "text": text, "published": published, "source": "Wire"}
        assert client.post("/v1/articles", json=body).status_code == 201
    return client


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The application with three articles, for all who only read."""
    with running(settings_in(tmp_path_factory.mktemp("news"))) as client:
        yield _filled(client)


@pytest.fixture
def own_news(client: Client) -> Client:
    """The application with three articles, for a test that adds to them."""
    return _filled(client)


def _get(client: Client, path: str, **params: object) -> Any:
    reply = client.get(path, params=params)  # type: ignore[arg-type]
    assert reply.status_code == 200, reply.text
    return reply.json()


def _ask(client: Client, question: str, **fields: Any) -> dict[str, Any]:
    reply = client.post("/v1/ask", json={"question": question, "min_confidence": 0.1, **fields})
    assert reply.status_code == 200, reply.text
    return reply.json()  # type: ignore[no-any-return]


def test_an_articles_quotations_can_be_read_back(news: Client) -> None:
    quotes = _get(news, "/v1/articles/court%2Fbell/quotes")

    text = _ARTICLES["court/bell"][2]
    for quote in quotes:
        parts = [*quote["content"], *quote["cue"], *quote["source"]]
        assert all(text[p["start"] : p["end"]] == p["text"] for p in parts)
    _, first, last = quotes
    assert first["speaker"] == {"id": "ingrid-lindqvist", "name": "Ingrid Lindqvist"}
    assert (first["form"], first["cue"][0]["text"]) == ("direct", "wrote")
    assert (last["form"], last["speaker"]["name"]) == ("mixed", "Auberon Pike")


def test_an_unnamed_source_has_no_speaker(news: Client) -> None:
    *_, official = _get(news, "/v1/articles/treaty/quotes")

    assert (official["speaker"], official["source"][0]["text"]) == (None, "A senior official")


def test_an_article_may_be_called_quotes(own_news: Client) -> None:
    body = {"id": "treaty/quotes", "text": "Another article."}
    assert own_news.post("/v1/articles", json=body).status_code == 201

    assert _get(own_news, "/v1/articles/treaty%2Fquotes")["text"] == "Another article."
    assert own_news.get("/v1/articles/none/quotes").status_code == 404


def test_people_are_listed_with_their_names(news: Client) -> None:
    found = _get(news, "/v1/people")

    assert found["total"] == 5
    carney = next(p for p in found["people"] if p["id"] == "mark-carney")
    assert (carney["quotes"], carney["articles"]) == (2, 1)
    assert set(carney["aliases"]) == {"Carney", "Prime Minister Mark Carney"}


def test_people_are_paged_and_searched(news: Client) -> None:
    first = _get(news, "/v1/people", limit=2)
    rest = _get(news, "/v1/people", limit=9, after=first["next"])
    named = _get(news, "/v1/people", q="Lindqvist")

    assert (len(first["people"]), len(rest["people"]), rest["next"]) == (2, 3, None)
    assert {p["name"] for p in named["people"]} == {"Ingrid Lindqvist", "Maja Lindqvist"}
    assert [p["name"] for p in _get(news, "/v1/people", q="Carny")["people"]] == ["Mark Carney"]


def test_a_persons_words_come_newest_first_or_by_topic(news: Client) -> None:
    spoken = _get(news, "/v1/people/mark-carney/quotes")
    about = _get(news, "/v1/people/mark-carney/quotes", about="jobs")

    assert len(spoken["quotes"]) == 2
    assert "jobs" in about["quotes"][0]["quote"]["content"][0]["text"]
    for item in (*spoken["quotes"], *about["quotes"]):
        cited = item["citation"]
        assert _ARTICLES["treaty"][2][cited["start"] : cited["end"]] == cited["quote"]
        assert item["quote"]["speaker"]["id"] == "mark-carney"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/people/nobody/quotes", 404),
        ("/v1/people/lindqvist/quotes", 404),
        ("/v1/people/mark-carney/quotes?limit=0", 422),
        ("/v1/people/mark-carney/quotes?published_from=soon", 422),
        ("/v1/people?after=-1", 422),
        ("/v1/people?collection=none", 404),
    ],
)
def test_what_is_not_there_or_no_number_is_a_problem(news: Client, path: str, status: int) -> None:
    reply = news.get(path)

    assert (reply.status_code, reply.json()["status"]) == (status, status)


def test_a_shared_surname_needs_clarification(news: Client) -> None:
    answer = _ask(news, "What did Lindqvist say?")

    assert (answer["status"], answer["reason"]) == ("no_answer", "which_speaker")
    assert {choice["question"] for choice in answer["choices"]} == {
        "What did Ingrid Lindqvist say?",
        "What did Maja Lindqvist say?",
    }
    assert {choice["hint"] for choice in answer["choices"]} == {
        "Court orders bell returned",
        "Lindqvist wins on one pole",
    }


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("What did Judge Lindqvist say?", "Ingrid Lindqvist"),
        ("What did Lindqvist say about an exhibition?", "Ingrid Lindqvist"),
        ("What did Lindqvist say about the pole?", "Maja Lindqvist"),
        ("What did Carny say about the treaty?", "Mark Carney"),
        ("Mark Carney on the treaty", "Mark Carney"),
        ("carney treaty", "Mark Carney"),
        ("Who said an exhibition of seventy-one years is a habit?", "Ingrid Lindqvist"),
    ],
)
def test_nobody_elses_words_are_shown(news: Client, question: str, speaker: str) -> None:
    answer = _ask(news, question)

    assert answer["status"] == "answered", answer["text"]
    assert {item["speaker"]["name"] for item in answer["answers"]} == {speaker}


def test_the_other_bearers_of_a_name_are_offered(news: Client) -> None:
    answer = _ask(news, "What did Lindqvist say about an exhibition?")

    assert [choice["person"] for choice in answer["choices"]] == ["maja-lindqvist"]


@pytest.mark.parametrize(
    ("question", "reason", "names"),
    [
        (
            "What did Carney say about wheat?",
            "topic_not_in_speaker_quotes",
            ["Neighbors review treaty"],
        ),
        ("What did Strnad say about the bell?", "speaker_not_quoted", []),
        ("What did Tor Wick say about the race?", "unknown_speaker", ["Tor Vik"]),
        ("What did Xi say about the race?", "unknown_speaker", []),
    ],
)
def test_a_refusal_says_what_there_is_instead(
    news: Client, question: str, reason: str, names: list[str]
) -> None:
    answer = _ask(news, question)

    assert (answer["status"], answer["reason"]) == ("no_answer", reason)
    assert [choice["name"] for choice in answer["choices"]] == names
    assert all(name in answer["text"] for name in names)


FINE = "Pilar Aranda said that the fine meant little to her."


def _about_the_fine(news: Client, then: str) -> list[dict[str, Any]]:
    text = f"{FINE} {then}\n\nThe company paid. It closed a mill.\n\nThe weather was mild."
    body = {"id": "fine", "title": "Regulator decides", "text": text, "published": "2026-01-01"}
    assert news.post("/v1/articles", json=body).status_code == 201
    answer = _ask(news, "What did Pilar Aranda say about the fine?", max_answers=5)
    places = {citation["number"]: citation for citation in answer["citations"]}
    for item in answer["answers"]:
        place = places[item["citations"][0]]
        assert place["quote"] == item["quote"]
        if place["article_id"] == "fine":
            assert text[place["start"] : place["end"]] == item["quote"]
            marked = [text[part["start"] : part["end"]] for part in item["highlights"]]
            assert marked == [part["text"] for part in item["highlights"]]
    return answer["answers"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("between", [" ", "\n\n"])
def test_a_quotation_is_shown_with_the_same_persons_sentence_that_leads_to_it(
    own_news: Client, between: str
) -> None:
    words = "“It is a number for them,” she told the Courier."

    first, *others = _about_the_fine(own_news, between.strip(" ") + words)

    assert first["quote"].startswith(FINE)
    assert first["quote"].endswith(words)
    assert first["speaker"]["name"] == "Pilar Aranda"
    assert [part["text"] for part in first["highlights"]] == [
        "that the fine meant little to her",
        "“It is a number for them,”",
    ]
    assert not others


def test_words_that_another_article_leads_to_otherwise_are_one_answer(own_news: Client) -> None:
    words = "“It is a number for them, and it is three plates for me,”"
    other = f"The regulator decided on the fine. {words} Pilar Aranda said on Monday."
    body = {"id": "again", "title": "Fine decided", "text": other, "published": "2026-01-02"}
    assert own_news.post("/v1/articles", json=body).status_code == 201

    answers = _about_the_fine(own_news, f"{words} she told the Courier.")

    assert [len(item["citations"]) for item in answers] == [2]


@pytest.mark.short(1)
@pytest.mark.parametrize(
    "then",
    [
        # Somebody else's words.
        "“It is a number for them,” said her neighbor, Tor Vik.",
        # Not the next sentence.
        "It rained. “It is a number for them,” she told the Courier.",
        # Longer than an answer should be.
        f"“It is a number {'of many, many ' * 50}for them,” she told the Courier.",
    ],
)
def test_what_does_not_follow_or_is_not_the_same_persons_stays_by_itself(
    own_news: Client, then: str
) -> None:
    first, *_ = _about_the_fine(own_news, then)

    assert first["quote"] == FINE


def test_what_an_article_tells_of_somebody_unquoted_is_no_other_persons_words(news: Client) -> None:
    answer = _ask(news, "What did Strnad think the bell was?", min_confidence=0.0)

    assert answer["status"] == "answered"
    assert all(item["speaker"] is None for item in answer["answers"])


def test_what_only_names_a_person_is_shown_as_about_the_person(news: Client) -> None:
    unquoted = _ask(news, "What did Strnad say about the bell?")["nearest"]
    quoted = _ask(news, "What did Carney say about wheat?")["nearest"]

    assert unquoted[0]["about"] == "Strnad"
    assert all(("Strnad" in near["text"]) == (near["about"] is not None) for near in unquoted)
    assert all(near["about"] is None for near in quoted)


def test_search_counts_speakers_and_can_be_limited_to_one(news: Client) -> None:
    everything = _get(news, "/v1/search", q="the bell and the race")
    limited = _get(news, "/v1/search", q="the bell and the race", speaker="Tor Vik")

    assert {"id": "tor-vik", "name": "Tor Vik", "quotes": 1} in everything["speakers"]
    assert {passage["article_id"] for passage in limited["passages"]} == {"race"}
    assert _get(news, "/v1/search", q="bell", speaker="Nobody Atall")["passages"] == []


@pytest.fixture
def shell(tmp_path: Path) -> list[str]:
    """The options of a library with one article, in a folder of its own."""
    config = tmp_path / "dateline.toml"
    config.write_text('embedder = "letters"\nreader = "sentence"\n', encoding="utf-8")
    article = tmp_path / "treaty.txt"
    article.write_text(_ARTICLES["treaty"][2], encoding="utf-8")
    options = ["--data", str(tmp_path / "data"), "--config", str(config)]
    _run(*options, "add", str(article))
    return options


def _invoke(*arguments: str) -> Result:
    """A command as a user without settings in the environment gives it."""
    own = dict.fromkeys(name for name in os.environ if name.startswith("DATELINE_"))
    return CliRunner().invoke(main, arguments, env=own)


def _run(*arguments: str) -> str:
    result = _invoke(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_quotations_in_the_shell(shell: list[str]) -> None:
    people = _run(*shell, "quotes")
    spoken = _run(*shell, "quotes", "--by", "Carney", "--about", "jobs")
    rows = list(csv.DictReader(io.StringIO(_run(*shell, "quotes", "--by", "Carney", "--csv"))))
    (article,) = json.loads(_run(*shell, "list", "--json"))
    quotes = json.loads(_run(*shell, "quotes", "--article", article["id"], "--json"))

    assert "Mark Carney" in people
    assert spoken.startswith("Mark Carney")
    assert {row["speaker"] for row in rows} == {"Mark Carney"}
    text = _ARTICLES["treaty"][2]
    assert all(text[int(r["start"]) : int(r["end"])] == r["quote"] for r in rows)
    assert len(quotes) == 3


@pytest.mark.parametrize(
    "arguments",
    [["--about", "x"], ["--by", "Carney", "--article", "treaty"], ["--by", "Nobody Atall"]],
)
def test_what_cannot_be_shown_says_why(shell: list[str], arguments: list[str]) -> None:
    result = _invoke(*shell, "quotes", *arguments)

    assert result.exit_code != 0
    assert "Error" in result.output
