"""What refusals say, over HTTP: only what is so under the filters, and what was looked at."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from prompts import say
from tests.service.conftest import running, settings_in

Client = TestClient[Any]

_ARTICLES = [
    ("treaty", "BBC", ["Ann Berg"], "2024-06-30", "“The treaty works,” said Mark Carney in Oslo."),
    ("race", "Ledger", ["Cy Dahl"], "2024-07-01", "“The race was hard,” said Maja Lindqvist."),
    ("court", "Ledger", [], "2024-07-02", "“The bell returns,” said Ingrid Lindqvist."),
    ("visit", "Ledger", [], "2024-07-03", "Pavel Strnad met Mr Carney at the lake in Bergen."),
]


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The application with four articles of two outlets."""
    with running(settings_in(tmp_path_factory.mktemp("refusals"))) as client:
        for id, outlet, authors, published, text in _ARTICLES:
            body = {"id": id, "title": f"On the {id}", "text": text, "source": outlet}
            dated = {"authors": authors, "published": published}
            assert client.post("/v1/articles", json=body | dated).status_code == 201
        yield client


def _refused(client: Client, question: str, **fields: Any) -> tuple[str, str]:
    reply = client.post("/v1/ask", json={"question": question, "min_confidence": 1.0, **fields})
    assert reply.status_code == 200, reply.text
    answer = reply.json()
    assert answer["status"] == "no_answer"
    return answer["reason"], answer["text"]


TREATY = "What did Carney say about the treaty?"
ALL = "Articles searched: 4 (2024-06-30 – 2024-07-03)."


@pytest.mark.parametrize(
    ("filters", "reason", "text"),
    [
        (
            {"source": "CNN"},
            "unknown_source",
            f"No article here is known to be from “CNN”; the known outlets are: BBC, Ledger. {ALL}",
        ),
        (
            {"author": ["Eve", "Mallory"]},
            "unknown_author",
            "No article here is known to be by “Eve”, “Mallory”; "
            "the known authors are: Ann Berg, Cy Dahl. " + ALL,
        ),
        ({"article_ids": ["x"]}, "unknown_article", f"No article here has the id “x”. {ALL}"),
        (
            {"source": "bbc", "author": "cy dahl"},
            "filters_match_nothing",
            f"No article matches all of the filters. {ALL}",
        ),
        (
            {"source": "ledger", "published_to": "2024-06-30"},
            "date_out_of_range",
            "The articles don’t say: none of them is dated in the period you asked for "
            "(… – 2024-06-30). "
            "Articles searched: 3 (2024-07-01 – 2024-07-03; Ledger).",
        ),
        (
            {"source": ["LEDGER", "CNN"]},
            "speaker_not_quoted",
            "The articles that your filters allow don’t say: Mark Carney is quoted in this "
            "collection, but not in them. Articles searched: 3 (2024-07-01 – 2024-07-03; Ledger). "
            "Not known here: “CNN”.",
        ),
    ],
)
def test_filters_that_leave_no_answer_are_named(
    news: Client, filters: dict[str, Any], reason: str, text: str
) -> None:
    assert _refused(news, TREATY, filters=filters) == (reason, text)


def test_a_filter_finds_its_value_in_any_case(news: Client) -> None:
    filters = {"source": "bbc", "author": "ANN BERG", "speaker": "mark carney"}

    body = {"question": TREATY, "min_confidence": 0.0, "filters": filters}
    answer = news.post("/v1/ask", json=body).json()

    assert [item["speaker"]["name"] for item in answer["answers"]] == ["Mark Carney"]


@pytest.mark.parametrize(
    ("question", "reason", "part"),
    [
        (TREATY, "topic_not_in_speaker_quotes", "They quote Mark Carney in “On the treaty”."),
        ("What did Carney say?", "topic_not_in_speaker_quotes", "no quotation found answers this"),
        ("What did Strnad say?", "speaker_not_quoted", "no quotation in them was found to be"),
        ("What did Bo Strnad say?", "speaker_not_quoted", "“Strnad” occurs in the articles"),
        ("What did Ann Carney say?", "speaker_not_quoted", "“Carney” occurs in the articles"),
        (
            "What did the lake warden say?",
            "unknown_speaker",
            "no passage in them mentions the lake warden",
        ),
        (
            "What did the Oslo race say?",
            "speaker_not_quoted",
            "None of the quotations found in the articles is certainly by the Oslo race.",
        ),
        ("What did she say?", "unknown_speaker", "not clear whom “she” means"),
        ("What did he say about the treaty?", "unknown_speaker", "not clear whom “he” means"),
        ("What did Xi say?", "unknown_speaker", "no passage in them mentions anyone called Xi"),
        ("What did Bo Strnads say?", "unknown_speaker", "anyone called Bo Strnads"),
        ("Where is Marburg?", "no_relevant_article", "any of the words asked about: “Marburg”"),
        ("Who met Carney in Marburg?", "words_not_found", "no passage in them contains “Marburg”"),
        ("Who met Carney in Oslo?", "low_confidence", "the closest is in “On the "),
    ],
)
def test_a_reason_says_what_was_found_out(
    news: Client, question: str, reason: str, part: str
) -> None:
    given, text = _refused(news, question)

    assert given == reason
    assert part in text
    assert text.endswith(ALL)


@pytest.mark.parametrize("question", ["What is 24 + 24?", "Who mended the roof of a mill in Oslo?"])
def test_no_article_is_closest_where_none_is_close(client: Client, question: str) -> None:
    text = "Bus 24 left Oslo in the rain."
    assert client.post("/v1/articles", json={"id": "a", "text": text}).status_code == 201

    reason, told = _refused(client, question)

    assert reason == "low_confidence"
    assert told.startswith(f"{say('reason_low_confidence')} Articles searched")


def test_a_pronoun_is_nobodys_name(client: Client) -> None:
    text = "Nobody slept in Brellin. “Nobody will,” said Ida Falk."
    assert client.post("/v1/articles", json={"id": "a", "text": text}).status_code == 201

    _, told = _refused(client, "what happened", filters={"speaker": "Nobody"})

    assert told.startswith("None of the quotations found in the articles is certainly by Nobody.")


def test_only_people_quoted_under_the_filters_are_asked_about(news: Client) -> None:
    question = "What did Lindqvist say?"

    open_, asking = _refused(news, question)
    limited, _ = _refused(news, question, filters={"published_to": "2024-07-01"})
    elsewhere, text = _refused(news, question, filters={"source": "BBC"})

    assert (open_, limited) == ("which_speaker", "topic_not_in_speaker_quotes")
    assert "Maja Lindqvist" in asking
    assert elsewhere == "speaker_not_quoted"
    assert "Lindqvist is quoted in this collection, but not in them" in text


def test_as_of_counts_among_the_dates(news: Client) -> None:
    reason, text = _refused(news, "Who met Carney in Oslo?", as_of="2024-07-01")

    assert reason == "low_confidence"
    assert text.endswith("Articles searched: 2 (2024-06-30 – 2024-07-01).")


def test_a_whole_question_is_no_topic_to_be_named(news: Client) -> None:
    question = "Where is Marburg?"

    reason, text = _refused(news, question, filters={"speaker": "Mark Carney"})

    assert reason == "topic_not_in_speaker_quotes"
    assert "no quotation found answers this with enough confidence" in text
    assert question not in text


@pytest.mark.parametrize(
    ("language", "quoted"),
    [
        ("en", "“Marburg”"),
        ("de", "„Marburg“"),
        ("fr", "«\u00a0Marburg\u00a0»"),
        ("es", "«Marburg»"),
    ],
)
def test_words_stand_in_the_quotation_marks_of_the_language(
    news: Client, language: str, quoted: str
) -> None:
    _, text = _refused(news, "Where is Marburg?", language=language)

    assert quoted in text


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wo ist die Brücke?", "de"),
        ("¿Dónde está el puente de Marburg?", "es"),
        ("Où se trouve le pont de Marburg ?", "fr"),
    ],
)
def test_a_question_in_another_language_is_refused_for_that_in_its_own(
    news: Client, question: str, language: str
) -> None:
    reason, text = _refused(news, question)

    assert reason == "other_language"
    assert text.startswith(say("reason_other_language", language))


def test_a_question_in_a_language_that_is_not_spoken_is_told_so(news: Client) -> None:
    reason, text = _refused(news, "Dove si trova il ponte di Marburg?")

    assert reason == "other_language"
    assert text == f"{say('reason_other_language_unspoken')} {ALL}"


def test_the_language_that_a_request_names_comes_first(news: Client) -> None:
    _, text = _refused(news, "Wo ist die Brücke?", language="fr")

    assert text.startswith(say("reason_other_language", "fr"))


def test_english_questions_about_other_articles_are_told_so(tmp_path: Path) -> None:
    with running(settings_in(tmp_path)) as client:
        text = "Der Rat hat die Brücke über die Weser nach zwei Jahren wieder geöffnet."
        client.post("/v1/articles", json={"id": "rat", "text": text})

        reason, told = _refused(client, "Who paid for the Weser tunnel?")

    assert reason == "other_language"
    assert told.startswith(say("reason_other_language_articles"))


def test_somebodys_words_can_be_asked_for_in_another_language(news: Client) -> None:
    body = {"question": "Was sagte Herr Carney?", "min_confidence": 0.0}

    answer = news.post("/v1/ask", json=body).json()

    assert [item["speaker"]["name"] for item in answer["answers"]] == ["Mark Carney"]
    assert answer["searched"] == "Was sagte Herr Carney?"


def test_an_untitled_article_is_named_by_its_first_words(tmp_path: Path) -> None:
    with running(settings_in(tmp_path)) as client:
        text = "Pavel Strnad met Mr Carney at the lake,\nnot far from the old harbour of Bergen."
        assert client.post("/v1/articles", json={"id": "f-1", "text": text}).status_code == 201

        _, told = _refused(client, "Who met Carney in Bergen?")

    assert "the closest is in “Pavel Strnad met Mr Carney at the lake, not far from the…”." in told
