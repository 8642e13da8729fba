"""A saved question as a feed: each reader is told of what is new to them."""

import hashlib
from typing import Any

import feedparser
import pytest
from litestar.testing import TestClient
from lxml import etree

from tests.service.conftest import BRIDGE

Client = TestClient[Any]
QUESTION = "What did Elena Ruiz say about the bridge?"
_LATER = "“The bridge will need a second lane,” said Mayor Elena Ruiz on Friday."


def _feed(client: Client, known: str | None = None, **wanted: Any) -> Any:
    headers = {} if known is None else {"If-None-Match": known}
    return client.get("/v1/alerts.atom", params={"q": QUESTION, **wanted}, headers=headers)


def _add(client: Client, id: str, text: str, **fields: Any) -> None:
    body = {"id": id, "text": text, "title": id, "published": "2025-03-07", **fields}
    assert client.post("/v1/articles", json=body).status_code == 201


def test_an_entry_is_a_quote_that_leads_to_its_place(bridged: Client) -> None:
    reply = _feed(bridged)

    (entry, *_) = feedparser.parse(reply.content).entries
    (place, *_) = etree.fromstring(reply.content).iter("{urn:dateline:citation}place")
    start, end = int(place.get("start") or 0), int(place.get("end") or 0)
    assert reply.headers["content-type"].startswith("application/atom+xml")
    assert BRIDGE[start:end] == entry.content[0].value
    assert hashlib.sha256(BRIDGE[start:end].encode()).hexdigest() == place.get("sha256")
    assert entry.id.endswith(f":bridge:{place.get('version')}:{start}-{end}")
    assert entry.link.startswith("https://ledger.example/bridge#:~:text=")
    assert entry.title == "New bridge opens in Redmill"


def test_whoever_has_seen_it_all_is_told_so_without_a_body(bridged: Client) -> None:
    tag = _feed(bridged).headers["etag"]

    again = _feed(bridged, f'"other", {tag}')

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


@pytest.mark.usefixtures("bridge")
def test_a_later_visit_is_told_of_newer_articles_only(client: Client) -> None:
    tag = _feed(client).headers["etag"]
    _add(client, "lane", _LATER)

    later = _feed(client, tag)

    ids = [entry.id for entry in feedparser.parse(later.content).entries]
    assert later.headers["etag"] != tag
    assert [id.split(":")[4] for id in ids] == ["lane"]
    assert set(ids) < {entry.id for entry in feedparser.parse(_feed(client).content).entries}


@pytest.mark.usefixtures("bridge")
def test_an_article_that_answers_nothing_leaves_the_feed_empty_and_valid(client: Client) -> None:
    tag = _feed(client).headers["etag"]
    _add(client, "weather", "Rain is expected in the valley.")

    feed = feedparser.parse(_feed(client, tag).content)

    assert not feed.bozo
    assert (feed.entries, feed.feed.title) == ([], QUESTION)
    assert feed.feed.updated


@pytest.mark.parametrize("known", ['"nonsense"', '"999-0000000000000000-0000000000000000"', ",,"])
def test_a_tag_of_something_else_counts_as_a_first_visit(bridged: Client, known: str) -> None:
    reply = _feed(bridged, known)

    assert reply.status_code == 200
    assert feedparser.parse(reply.content).entries


def test_a_tag_is_of_one_question_alone(bridged: Client) -> None:
    tag = _feed(bridged).headers["etag"]

    assert _feed(bridged, tag, speaker="Bo Lind").status_code == 200


def test_markup_and_what_xml_cannot_hold_stay_text(client: Client) -> None:
    text = "“The bridge will need <b>&amp;\x02]]></b> a lane,” said Mayor Elena Ruiz on Friday."
    _add(client, "a&b", text, title="<script>")

    reply = _feed(client)

    (entry,) = etree.fromstring(reply.content).iter("{http://www.w3.org/2005/Atom}entry")
    said = entry.findtext("{http://www.w3.org/2005/Atom}content") or ""
    assert entry.findtext("{http://www.w3.org/2005/Atom}title") == "<script>"
    assert "<b>&amp;\ufffd]]></b>" in said
    assert said in text.replace("\x02", "\ufffd")


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ({"q": " "}, 422),
        ({"collection": "none"}, 404),
        ({"published_from": "x"}, 422),
        ({"x": 1}, 400),
    ],
)
def test_bad_input_is_a_problem(bridged: Client, wanted: dict[str, Any], status: int) -> None:
    assert _feed(bridged, **wanted).status_code == status
