"""What news interfaces answer, saved as JSON: the articles in it are read."""

import json
from collections.abc import Sequence

import pytest

from index.formats import read_bytes
from index.records import Document, Rejected

STORY = "The lighthouse at Skarv was sold to a choir for one crown, the coast guard said on Friday."
BODY = "<p>The lighthouse was sold &amp; moved.</p><p>“It is ours,” said Ada Brink.</p>"
PLAIN = "The lighthouse was sold & moved.\n\n“It is ours,” said Ada Brink."
WHEN = "2026-03-03T16:05:00+00:00"

GUARDIAN = {
    "id": "news/2026/mar/03/lighthouse",
    "webPublicationDate": "2026-03-03T16:05:00Z",
    "webTitle": "Lighthouse sold",
    "webUrl": "https://g.example/l",
    "fields": {"body": BODY, "byline": "Ada Brink", "publication": "The Guard"},
}
NEW_YORK_TIMES = {
    "abstract": "A sale.",
    "web_url": "https://n.example/1",
    "lead_paragraph": STORY,
    "headline": {"main": "Lighthouse sold", "kicker": None},
    "pub_date": "2026-03-03T16:05:00+0000",
    "byline": {"original": "By Ada Brink and Bo Lind", "person": []},
    "source": "The New York Times",
}
NEWS_API = {
    "source": {"id": None, "name": "Coast Post"},
    "author": "Ada Brink",
    "title": "Lighthouse sold",
    "url": "https://c.example/1",
    "publishedAt": "2026-03-03T16:05:00Z",
    "content": STORY,
}
WORDPRESS = {
    "id": 7,
    "date": "2026-03-03T17:05:00",
    "date_gmt": "2026-03-03T16:05:00",
    "link": "https://w.example/7",
    "title": {"rendered": "Lighthouse &#8220;sold&#8221;"},
    "content": {"rendered": BODY, "protected": False},
    "excerpt": {"rendered": "<p>Short.</p>"},
    "author": 3,
    "status": "publish",
    "_embedded": {"author": [{"id": 3, "name": "Ada Brink"}]},
}
NEWS_PLEASE = {
    "authors": ["Ada Brink"],
    "date_download": "2026-03-04 08:00:00",
    "date_modify": None,
    "date_publish": "2026-03-03 16:05:00",
    "description": "Short.",
    "maintext": STORY,
    "source_domain": "coast.example",
    "title": "Lighthouse sold",
    "url": "http://coast.example/l2",
}
NINJS = {
    "uri": "urn:ninjs:1",
    "type": "text",
    "versioncreated": "2026-03-03T16:05:00Z",
    "pubstatus": "usable",
    "headline": "Lighthouse sold",
    "byline": "Ada Brink",
    "provider": "Coast Wire",
    "language": "en",
    "body_html": BODY,
}
NINJS_2 = {
    "uri": "urn:ninjs:1",
    "versioncreated": "2026-03-03T16:05:00Z",
    "headlines": [{"role": "sub", "value": "Below"}, {"role": "main", "value": "Lighthouse sold"}],
    "bodies": [{"role": "main", "contentType": "text/html", "value": BODY}],
    "bylines": [{"byline": "Ada Brink"}],
}
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Coast Post",
    "items": [
        {
            "id": "1",
            "url": "https://c.example/1",
            "title": "Lighthouse sold",
            "content_html": BODY,
            "date_published": "2026-03-03T16:05:00Z",
            "authors": [{"name": "Ada Brink"}],
        }
    ],
}
SCHEMA_ORG = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Lighthouse sold",
    "articleBody": STORY,
    "datePublished": "2026-03-03T16:05:00Z",
    "author": {"@type": "Person", "name": "Ada Brink"},
    "publisher": {"@type": "Organization", "name": "Coast Post"},
}


def read(value: object, indent: int | None = None) -> Sequence[Document | Rejected]:
    return list(read_bytes(json.dumps(value, indent=indent).encode(), "a.json"))


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    ("dump", "text", "title", "outlet", "authors"),
    [
        ({"response": {"results": [GUARDIAN]}}, PLAIN, "Lighthouse sold", "The Guard", 1),
        ({"response": {"content": GUARDIAN}}, PLAIN, "Lighthouse sold", "The Guard", 1),
        (
            {"response": {"docs": [NEW_YORK_TIMES]}, "status": "OK"},
            STORY,
            "Lighthouse sold",
            "The New York Times",
            2,
        ),
        ({"status": "ok", "articles": [NEWS_API]}, STORY, "Lighthouse sold", "Coast Post", 1),
        ([WORDPRESS], PLAIN, "Lighthouse “sold”", None, 1),
        (NEWS_PLEASE, STORY, "Lighthouse sold", "coast.example", 1),
        (NINJS, PLAIN, "Lighthouse sold", "Coast Wire", 1),
        (NINJS_2, PLAIN, "Lighthouse sold", None, 1),
        (JSON_FEED, PLAIN, "Lighthouse sold", "Coast Post", 1),
        (SCHEMA_ORG, STORY, "Lighthouse sold", "Coast Post", 1),
        ({"@graph": [{"@type": "WebSite"}, SCHEMA_ORG]}, STORY, "Lighthouse sold", "Coast Post", 1),
        (
            {"hits": {"total": 1, "hits": [{"_id": "x", "_source": NEWS_API}]}},
            STORY,
            "Lighthouse sold",
            "Coast Post",
            1,
        ),
        (
            {"data": [{"type": "articles", "id": "1", "attributes": NEWS_API}]},
            STORY,
            "Lighthouse sold",
            "Coast Post",
            1,
        ),
    ],
)
def test_a_known_shape_is_read(
    dump: object, text: str, title: str, outlet: str | None, authors: int, indent: int | None
) -> None:
    *_, found = read(dump, indent)

    assert isinstance(found, Document), found
    assert (found.text, found.title, found.outlet) == (text, title, outlet)
    assert found.authors == ("Ada Brink", "Bo Lind")[:authors]
    assert found.published in (WHEN, WHEN[:-6])


def test_articles_of_one_answer_have_places_of_their_own() -> None:
    found = read({"articles": [NEWS_API, {**NEWS_API, "content": None}, NEWS_API]})

    assert [one.origin for one in found] == [f"a.json, line 1, entry {n}" for n in (1, 2, 3)]
    assert [type(one) for one in found] == [Document, Rejected, Document]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"pubstatus": "withheld"}, "is withheld, so it is not added"),
        ({"pubstatus": "canceled"}, "is canceled, so it is not added"),
        (
            {"embargoed": "after the speech"},
            "is embargoed, until an unknown time; add it again when it is released",
        ),
        (
            {"ednote": "MANDATORY KILL: do not use"},
            "its note to editors says 'MANDATORY KILL: do not use', so it is not added",
        ),
    ],
)
def test_what_an_agency_holds_back_is_not_added(change: dict[str, str], reason: str) -> None:
    (found,) = read({**NINJS, **change})

    assert isinstance(found, Rejected)
    assert (found.origin, found.reason) == ("a.json, line 1", reason)
    assert found.takes_back == (None if "embargo" in reason else "urn:ninjs:1")


@pytest.mark.parametrize(
    ("change", "until"),
    [
        ({"embargoed": "2099-01-01T00:00:00Z"}, "2099-01-01T00:00:00+00:00"),
        ({"embargoed_until": "1 January 2099, 9:00 CET"}, "2099-01-01T09:00:00+01:00"),
        ({"ednote": "Embargoed until 1 January 2099."}, "2099-01-01"),
        ({"embargoed": "2020-01-01"}, "2020-01-01"),
    ],
)
def test_an_embargo_goes_with_its_article(change: dict[str, str], until: str) -> None:
    (found,) = read({**NINJS, **change})

    assert isinstance(found, Document)
    assert found.embargoed_until == until


@pytest.mark.parametrize(
    "change",
    [
        {"embargoed": "2020-01-01T00:00:00Z"},
        {"embargoed": None},
        {"ednote": "Recasts throughout, adds quotes"},
        {"ednote": "Embargo lifted"},
    ],
)
def test_what_is_released_is_added(change: dict[str, str]) -> None:
    assert isinstance(read({**NINJS, **change})[0], Document)


@pytest.mark.parametrize("status", ["draft", "private", "future", "trash"])
def test_what_a_site_has_not_published_is_not_added(status: str) -> None:
    assert read([{**WORDPRESS, "status": status}]) == [
        Rejected("a.json, line 1", f"is {status}, so it is not added")
    ]


def test_an_object_of_no_known_shape_is_refused_as_a_row_without_text() -> None:
    assert read({"status": "ok", "articles": [{"a": 1}]}) == [
        Rejected("a.json, line 1", "text: is missing; it must contain the article's text")
    ]


def test_ids_that_others_may_have_take_nothing_back() -> None:
    canceled = {"id": "7", "text": STORY, "pubstatus": "canceled"}

    assert read(canceled) == [Rejected("a.json, line 1", "is canceled, so it is not added")]
