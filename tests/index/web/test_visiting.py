"""Visits to feeds of a real server: only what changed is asked for, only what is new is fetched."""

import json
from collections.abc import Iterator, Mapping

import pytest

from index.errors import FetchError, UnreadableFileError
from index.records import Document, Rejected
from index.web.fetcher import Fetcher
from index.web.visiting import MOST_PAGES, Known, Visited, visit
from tests.web_site import HERE, PAGE, SENTENCE, Reply, Site, policy, served


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as made:
        yield made


def _visit(
    site: Site, path: str = "/feed", known: Known | None = None, *, follow: bool = True
) -> Visited:
    with Fetcher(policy(site, max_retries=0), HERE) as fetcher:
        return visit(site.url(path), known or Known(), fetcher, follow=follow)


def _xml(body: str, **headers: str) -> Reply:
    return Reply(body.encode(), headers={"Content-Type": "application/xml", **headers})


def _rss(*items: str, **headers: str) -> Reply:
    return _xml(
        f"<rss version='2.0'><channel><title>Ledger</title>{''.join(items)}</channel></rss>",
        **headers,
    )


def _item(number: int, text: str = "", title: str = "Rents up") -> str:
    return f"<item><guid>{number}</guid><title>{title}</title><link>/{number}</link>{text}</item>"


def _news(site: Site, number: int) -> str:
    publication = "<news:name>Ledger</news:name><news:language>en</news:language>"
    return (
        f"<url><loc>{site.url(f'/{number}')}</loc><news:news>"
        f"<news:publication>{publication}</news:publication>"
        f"<news:publication_date>2025-03-0{number}</news:publication_date>"
        f"<news:title>Rents {number}</news:title></news:news></url>"
    )


def _urlset(inner: str) -> Reply:
    return _xml(
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        f"xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>{inner}</urlset>"
    )


def _urls(site: Site, visited: Visited) -> list[str | None]:
    host = site.url("")
    return [
        (one.url or "").removeprefix(host) if isinstance(one, Document) else one.reason
        for one in visited.documents
    ]


def test_a_feed_that_did_not_change_costs_one_request(site: Site) -> None:
    def feed(headers: Mapping[str, str]) -> Reply:
        if headers.get("if-none-match") == '"1"' and "if-modified-since" in headers:
            return Reply(status=304)
        return _rss(_item(1), ETag='"1"', **{"Last-Modified": "Mon, 03 Mar 2025 08:00:00 GMT"})

    site.replies |= {"/feed": feed, "/1": Reply(PAGE)}
    first = _visit(site)

    second = _visit(site, known=first.known)

    assert _urls(site, first) == ["/1"]
    assert (second.documents, second.known) == ((), first.known)
    assert site.asked == ["/robots.txt", "/feed", "/1", "/robots.txt", "/feed"]


def test_pages_of_new_entries_alone_are_fetched(site: Site) -> None:
    site.replies |= {f"/{n}": Reply(PAGE) for n in (1, 2, 3)}
    site.replies["/feed"] = [_rss(_item(2), _item(1)), _rss(_item(3), _item(2))]
    first = _visit(site)
    site.asked.clear()

    second = _visit(site, known=first.known)

    assert _urls(site, first) == ["/2", "/1"]
    assert _urls(site, second) == ["/3"]
    assert site.asked == ["/robots.txt", "/feed", "/3"]


def test_a_changed_text_in_the_feed_is_news(site: Site) -> None:
    whole = f"<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>{SENTENCE} "
    texts = [f"{whole}{word}</content:encoded>" for word in ("Then.", "Then.", "Now.")]
    site.replies["/feed"] = [_rss(_item(1, text)) for text in texts]
    first = _visit(site)
    second = _visit(site, known=first.known)

    third = _visit(site, known=second.known)

    assert [len(one.documents) for one in (first, second, third)] == [1, 0, 1]


def test_summaries_are_read_where_pages_are_not_wanted(site: Site) -> None:
    site.replies["/feed"] = _rss(_item(1, f"<description>{SENTENCE}</description>"))

    visited = _visit(site, follow=False)

    (found,) = visited.documents
    assert isinstance(found, Document)
    assert (found.text, found.url) == (SENTENCE, site.url("/1"))
    assert "/1" not in site.asked


def test_a_page_that_cannot_be_read_is_tried_at_three_visits(site: Site) -> None:
    site.replies["/feed"] = _rss(_item(1, f"<description>{SENTENCE}</description>"), ETag='"1"')
    visits = [_visit(site)]
    visits += [_visit(site, known=visits[-1].known)]
    visits += [_visit(site, known=visits[-1].known)]

    last = _visit(site, known=visits[-1].known)

    assert [one.is_complete for one in (*visits, last)] == [False, False, True, True]
    assert [len(one.documents) for one in (*visits, last)] == [0, 0, 1, 0]
    assert site.asked.count("/1") == 3
    assert [one.known.validators.etag for one in (*visits, last)] == [None, None, '"1"', '"1"']


def test_a_site_in_trouble_is_left_alone(site: Site) -> None:
    site.replies["/feed"] = _rss(*map(_item, range(1, 9)))

    visited = _visit(site)

    assert (visited.is_complete, visited.documents) == (False, ())
    assert [path for path in site.asked if path[1:].isdigit()] == ["/1", "/2", "/3"]


@pytest.mark.gate
def test_what_is_too_much_for_one_visit_waits_for_the_next(site: Site) -> None:
    count = MOST_PAGES + 3
    site.replies |= {f"/{n}": Reply(PAGE) for n in range(count)}
    site.replies["/feed"] = _rss(*map(_item, range(count)))
    first = _visit(site)

    second = _visit(site, known=first.known)

    assert (len(first.documents), first.is_complete) == (MOST_PAGES, False)
    assert (len(second.documents), second.is_complete) == (3, True)


def test_a_news_sitemap_gives_pages_and_what_it_says_of_them(site: Site) -> None:
    site.replies |= {
        "/1": Reply(PAGE),
        "/feed": _urlset(_news(site, 1) + "<url><loc>/old</loc></url>"),
    }

    (found,) = _visit(site).documents

    assert isinstance(found, Document)
    assert (found.published, found.outlet, found.title) == ("2025-03-01", "Ledger", "Rents up")
    assert SENTENCE in found.text


def test_of_a_sitemap_index_the_latest_sitemaps_are_read(site: Site) -> None:
    places = "".join(
        f"<sitemap><loc>{site.url(f'/s{day:02}')}</loc><lastmod>2025-03-{day:02}</lastmod></sitemap>"
        for day in range(1, 13)
    )
    site.replies |= {f"/s{day:02}": _urlset("") for day in range(1, 13)}
    site.replies |= {"/feed": _xml(f"<sitemapindex>{places}</sitemapindex>"), "/2": Reply(PAGE)}
    site.replies["/s12"] = _urlset(_news(site, 2))

    visited = _visit(site)

    assert _urls(site, visited) == ["/2"]
    assert [path for path in site.asked if path.startswith("/s")][:2] == ["/s12", "/s11"]
    assert "/s02" not in site.asked


def test_a_json_feed_is_one(site: Site) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Ledger",
        "items": [
            {"id": "1", "url": "/1", "content_html": f"<p>{SENTENCE}</p>", "title": "Whole"},
            {"id": "2", "url": "/2", "summary": "Rents."},
        ],
    }
    kind = {"Content-Type": "application/feed+json"}
    site.replies |= {"/feed": Reply(json.dumps(feed).encode(), headers=kind), "/2": Reply(PAGE)}

    visited = _visit(site)

    whole, fetched = visited.documents
    assert isinstance(whole, Document)
    assert isinstance(fetched, Document)
    assert (whole.text, whole.outlet, whole.url) == (SENTENCE, "Ledger", site.url("/1"))
    assert (fetched.url, SENTENCE in fetched.text) == (site.url("/2"), True)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(PAGE),
        _xml("<urlset><url>"),
        _xml("<!DOCTYPE a [<!ENTITY b 'c'>]><urlset><url>&b;</url></urlset>"),
        Reply(b'{"version": "https://jsonfeed.org/version/1", "items": 3}'),
        Reply(b'{"version": "https://jsonfeed.org/version/1", '),
    ],
)
def test_what_announces_nothing_is_refused(site: Site, reply: Reply) -> None:
    site.replies["/feed"] = reply

    with pytest.raises(UnreadableFileError):
        _visit(site)


def test_a_server_says_when_it_wants_to_be_asked_again(site: Site) -> None:
    site.replies["/feed"] = Reply(status=429, headers={"Retry-After": "1234"})

    with pytest.raises(FetchError) as refused:
        _visit(site)

    assert refused.value.retry_after == 1234
    assert site.asked == ["/robots.txt", "/feed"]


def test_entries_that_lead_elsewhere_meet_the_rules_of_fetching(site: Site) -> None:
    link = site.url("/secret", host="10.0.0.1")
    item = f"<item><guid>1</guid><title>x</title><link>{link}</link></item>"
    site.replies["/feed"] = _rss(item)
    first = _visit(site)
    second = _visit(site, known=first.known)

    (found,) = _visit(site, known=second.known).documents

    assert isinstance(found, Rejected)
    assert "only public addresses are allowed" in found.reason
