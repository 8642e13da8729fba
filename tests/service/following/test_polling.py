"""Feeds of a real server become articles, and how they fare is remembered."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from index.errors import InvalidFieldError
from index.store.feed_table import Feed, FeedTable
from service.engine import Engine
from service.following.listing import add_feed, list_feeds
from service.following.polling import Poller
from service.wire.feeds import FeedIn
from tests.libraries import found_library
from tests.service.conftest import settings_in
from tests.web_site import HERE, PAGE, Reply, Site, policy, served


class _Clock:
    """Shows the time that it is set to."""

    now = 1_900_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as made:
        yield made


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    settings = settings_in(tmp_path)
    found_library(settings.folder)
    made = Engine(settings)
    yield made
    made.close()


def _poller(engine: Engine, site: Site, clock: _Clock | None = None) -> Poller:
    return Poller(engine, policy(site), resolve=HERE, clock=clock or _Clock())


def _follow(engine: Engine, site: Site, path: str = "/feed", **wishes: object) -> Feed:
    wanted = FeedIn(url=site.url(path), **wishes)  # type: ignore[arg-type]
    return add_feed(engine.library, engine.collection(None), wanted)[0]


def _rss(*numbers: int) -> Reply:
    items = (
        f"<item><guid>{n}</guid><title>Rents</title><link>/{n}</link>"
        f"<pubDate>0{n} Mar 2025 08:00:00 GMT</pubDate></item>"
        for n in numbers
    )
    body = f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>"
    return Reply(body.encode(), headers={"Content-Type": "application/rss+xml", "ETag": '"x"'})


def _page(number: int) -> Reply:
    return Reply(PAGE.replace(b"rents", f"rents in street {number}".encode()))


@pytest.mark.gate
def test_what_comes_from_a_feed_with_labels_is_for_those_who_have_them(
    engine: Engine, site: Site
) -> None:
    clock = _Clock()
    site.replies |= {"/feed": [_rss(1), _rss(2, 1), _rss(3)]} | {
        f"/{n}": _page(n) for n in (1, 2, 3)
    }

    wanted: list[dict[str, object]] = [
        {"visible_to": ("desk", "desk")},
        {"outlet": "Ledger"},
        {"visible_to": ()},
    ]
    for wishes in wanted:
        _follow(engine, site, "/feed", **wishes)
        list(_poller(engine, site, clock).visit_due())
        clock.now += 3_600

    labels = [one.visible_to for one in engine.library.every_version(engine.collection(None))]
    assert labels == [("desk",), ("desk",), ()]


def test_a_label_that_is_none_is_refused_for_a_feed(engine: Engine, site: Site) -> None:
    with pytest.raises(InvalidFieldError, match="the desk"):
        _follow(engine, site, visible_to=("the desk",))

    assert list_feeds(engine.library) == []


def test_what_is_new_becomes_articles_and_the_rest_is_left(engine: Engine, site: Site) -> None:
    clock = _Clock()
    site.replies |= {
        "/feed": [_rss(1), _rss(2, 1), Reply(status=304)],
        "/1": _page(1),
        "/2": _page(2),
    }
    _follow(engine, site, outlet="Ledger")
    poller = _poller(engine, site, clock)

    counts = []
    for _ in range(3):
        counts.append([len(visit.outcomes) for visit in poller.visit_due()])
        clock.now += 3_600

    assert counts == [[1], [1], [0]]
    assert engine.library.count_articles("default") == 2
    (feed,) = list_feeds(engine.library)
    assert (feed.articles, feed.failures, feed.error) == (2, 0, None)
    assert feed.newest == "2025-03-02T08:00:00+00:00"
    assert feed.last_new == "2030-03-17T18:46:40+00:00"
    summary = engine.library.list_articles(engine.collection(None))[0]
    assert summary.outlet == "Ledger"


def test_a_feed_is_not_asked_before_its_time(engine: Engine, site: Site) -> None:
    clock = _Clock()
    site.replies["/feed"] = _rss()
    _follow(engine, site, minutes=30)
    poller = _poller(engine, site, clock)
    list(poller.visit_due())
    clock.now += 29 * 60

    early = list(poller.visit_due())
    clock.now += 5 * 60
    late = list(poller.visit_due())

    assert (early, len(late)) == ([], 1)


def test_a_failure_is_told_and_the_wait_grows(engine: Engine, site: Site) -> None:
    clock = _Clock()
    site.replies["/feed"] = [
        Reply(status=503, headers={"Retry-After": "7200"}),
        Reply(status=500),
        _rss(),
    ]
    _follow(engine, site)
    poller = _poller(engine, site, clock)

    waits, errors = [], []
    for _ in range(3):
        (visit,) = poller.visit_due()
        waits.append(visit.feed.next_at - clock.now)
        errors.append(visit.feed.state.error)
        clock.now = visit.feed.next_at

    assert waits[0] == 7_200
    assert 3_600 <= waits[1] <= 3_960
    assert 900 <= waits[2] <= 990
    assert errors[0] == "the server answered 503 Service Unavailable"
    assert errors[2] is None
    assert site.asked.count("/feed") == 3


def test_what_is_known_outlives_the_process(tmp_path: Path, site: Site) -> None:
    site.replies |= {"/feed": _rss(1), "/1": _page(1)}
    first = Engine(settings_in(tmp_path))
    _follow(first, site)
    list(_poller(first, site).visit_due())
    first.close()

    second = Engine(settings_in(tmp_path))
    clock = _Clock()
    clock.now += 3_600
    visits = list(_poller(second, site, clock).visit_due())
    second.close()

    assert [len(visit.outcomes) for visit in visits] == [0]
    assert site.asked.count("/1") == 1


def test_one_process_visits(engine: Engine, site: Site) -> None:
    site.replies["/feed"] = _rss()
    feed = _follow(engine, site)
    poller = _poller(engine, site)

    with engine.library.database.alone("feeds"):
        due = list(poller.visit_due())
        now = list(poller.visit_now([feed]))

    assert (due, now, site.asked) == ([], [], [])
    assert len(list(poller.visit_due())) == 1


def test_a_slow_site_holds_up_no_other(engine: Engine, site: Site) -> None:
    others_are_done = Event()

    def slowly(_: object) -> Reply:
        others_are_done.wait(20)
        return _rss()

    site.replies |= {"/slow": slowly, "/a": _rss(), "/b": _rss()}
    urls = [site.url("/slow"), site.url("/a", "127.0.0.1"), site.url("/b", "127.0.0.1")]
    feeds = [add_feed(engine.library, engine.collection(None), FeedIn(url=url))[0] for url in urls]

    order = []
    for visit in _poller(engine, site).visit_now(feeds):
        order.append((visit.feed.url, visit.feed.state.error))
        if len(order) == 2:
            others_are_done.set()

    assert order == [(url, None) for url in (*urls[1:], urls[0])]


def test_wishes_that_change_during_a_visit_are_kept(engine: Engine, site: Site) -> None:
    site.replies["/feed"] = _rss()
    feed = _follow(engine, site)
    _follow(engine, site, minutes=5, outlet="Ledger")

    list(_poller(engine, site).visit_now([feed]))

    state = FeedTable(engine.library.database).get(feed.collection, feed.url).state
    assert (state.minutes, state.outlet, state.failures) == (5, "Ledger", 0)


def test_a_feed_that_is_removed_during_a_visit_stays_removed(engine: Engine, site: Site) -> None:
    site.replies["/feed"] = _rss()
    feed = _follow(engine, site)
    table = FeedTable(engine.library.database)
    table.remove(feed.collection, feed.url)

    list(_poller(engine, site).visit_now([feed]))

    assert table.all() == []


def test_what_is_not_public_is_not_fetched(engine: Engine, site: Site) -> None:
    wanted = FeedIn(url=site.url("/feed", host="127.0.0.2"))
    feed, _ = add_feed(engine.library, engine.collection(None), wanted)

    (visit,) = _poller(engine, site).visit_now([feed])

    assert "only public addresses are allowed" in (visit.feed.state.error or "")
    assert site.asked == []


def test_robots_txt_is_read_once_an_hour(engine: Engine, site: Site) -> None:
    clock = _Clock()
    site.replies["/feed"] = _rss()
    _follow(engine, site, minutes=10)
    poller = _poller(engine, site, clock)

    for _ in range(8):
        list(poller.visit_due())
        clock.now += 12 * 60

    assert site.asked.count("/feed") == 8
    assert site.asked.count("/robots.txt") == 2
