"""Fetching from a real server on this machine, which only a policy that says so may reach."""

import gzip
import json
import shutil
import ssl
import subprocess
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from index.errors import FetchError
from index.records import Document, Rejected
from index.web.addresses import checked_addresses, why_not_public
from index.web.articles import FeedCache, FetchPolicy, read_url
from index.web.fetcher import Fetcher
from tests.web_site import HERE, PAGE, SENTENCE, Names, Reply, Site, policy, served


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as made:
        yield made


def read(site: Site, path: str, **changes: object) -> list[Document | Rejected]:
    return list(read_url(site.url(path), policy(site, **changes), resolve=HERE))


def reason(found: list[Document | Rejected]) -> str:
    (one,) = found
    assert isinstance(one, Rejected)
    return one.reason


def test_a_page_becomes_an_article_with_its_address(site: Site) -> None:
    site.replies["/2025/09/18/rents"] = Reply(PAGE)

    (found,) = read(site, "/2025/09/18/rents")

    assert isinstance(found, Document)
    assert SENTENCE in found.text
    assert found.url == found.origin == site.url("/2025/09/18/rents")
    assert (found.title, found.published) == ("Rents up", "2025-09-18")
    assert found.assumed == ("published: 2025-09-18, from the URL",)


def test_a_page_may_name_another_address_of_its_site_but_not_of_another(site: Site) -> None:
    canonical = b"<head><link rel=canonical href='https://%s/rents'>"
    site.replies["/a"] = Reply(PAGE.replace(b"<head>", canonical % b"www.news.example"))
    site.replies["/b"] = Reply(PAGE.replace(b"<head>", canonical % b"famous.example"))

    (own,), (others,) = read(site, "/a"), read(site, "/b")

    assert isinstance(own, Document)
    assert isinstance(others, Document)
    assert own.url == "https://www.news.example/rents"
    assert others.url == site.url("/b")


def test_the_charset_of_the_header_is_used(site: Site) -> None:
    html = {"Content-Type": "text/plain; charset=windows-1252"}
    site.replies["/a.txt"] = Reply("“Größe”".encode("cp1252"), headers=html)

    (found,) = read(site, "/a.txt")

    assert isinstance(found, Document)
    assert found.text == "“Größe”"


# Where one may connect to


def test_by_default_nothing_on_this_machine_is_fetched(site: Site) -> None:
    site.replies["/"] = Reply(PAGE)
    default = FetchPolicy(ports=(site.port,))

    by_address = list(read_url(site.url("/", "127.0.0.1"), default))
    by_number = list(read_url(site.url("/", "2130706433"), default))
    by_name = list(read_url(site.url("/", "news.example"), default, resolve=HERE))

    for found in (by_address, by_number, by_name):
        assert "127.0.0.1: a loopback address" in reason(found)
    assert site.asked == []


@pytest.mark.parametrize("host", ["127.0.0.2", "inner.example", "[::1]"])
def test_a_redirect_to_an_address_that_is_not_public_is_refused(site: Site, host: str) -> None:
    site.replies["/"] = Reply(status=302, headers={"Location": site.url("/secret", host)})

    names = Names(inner_example=["127.0.0.2"], news_example=["127.0.0.1"])

    found = list(read_url(site.url("/"), policy(site, respect_robots=False), resolve=names))

    assert ": a loopback address; only public addresses are allowed" in reason(found)
    assert site.asked == ["/"]


def test_one_address_of_several_that_is_not_public_refuses_the_host(site: Site) -> None:
    names = Names(news_example=["127.0.0.1", "10.0.0.7"])

    found = list(read_url(site.url("/"), policy(site), resolve=names))

    assert "10.0.0.7: a private address" in reason(found)


def test_a_name_is_looked_up_once_and_that_address_is_connected_to(site: Site) -> None:
    site.replies["/"] = Reply(PAGE)
    names = Names(news_example=["127.0.0.1"])

    (found,) = read_url(site.url("/"), policy(site, respect_robots=False), resolve=names)

    # The system itself knows no news.example: there was no second look-up.
    assert isinstance(found, Document)
    assert names.asked == [("news.example", site.port)]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        *[("127.0.0.1", "loopback"), ("127.9.9.9", "loopback"), ("::1", "loopback")],
        *[("10.0.0.1", "private"), ("172.16.0.1", "private"), ("192.168.1.1", "private")],
        *[
            ("fd00:ec2::254", "private"),
            ("169.254.169.254", "link-local"),
            ("fe80::1", "link-local"),
        ],
        *[("fe80::1%eth0", "link-local"), ("100.64.0.1", "CGNAT"), ("100.100.100.200", "CGNAT")],
        *[("168.63.129.16", "metadata"), ("192.0.0.192", "reserved"), ("0.0.0.0", "unspecified")],
        *[("::", "unspecified"), ("224.0.0.1", "multicast"), ("ff02::1", "multicast")],
        *[("240.0.0.1", "private"), ("255.255.255.255", "private"), ("198.18.0.1", "private")],
        *[("192.88.99.1", "6to4"), ("203.0.113.1", "private"), ("2001:db8::1", "documentation")],
        *[
            ("::ffff:127.0.0.1", "stands for 127.0.0.1, a loopback"),
            ("::ffff:10.0.0.1", "stands for 10.0.0.1"),
        ],
        *[
            ("2002:7f00:1::", "stands for 127.0.0.1, a loopback"),
            ("2002:a00:1::1", "stands for 10.0.0.1"),
        ],
        *[
            ("64:ff9b::7f00:1", "stands for 127.0.0.1, a loopback"),
            ("64:ff9b::a9fe:a9fe", "link-local"),
        ],
        *[("::127.0.0.1", ""), ("64:ff9b:1::1", ""), ("fec0::1", ""), ("2001::1", "reserved")],
        *[("5f00::1", "reserved"), ("not an address", "not an IP address")],
    ],
)
def test_addresses_that_are_not_public_are_known_in_every_form(address: str, kind: str) -> None:
    found = why_not_public(address)

    assert found is not None
    assert kind in found


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_public_addresses_are_allowed(address: str) -> None:
    assert why_not_public(address) is None
    assert checked_addresses("a.example", 443, FetchPolicy(), Names(a_example=[address])) == [
        address
    ]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://news.example/a", "'ftp://news.example/a' cannot be fetched"),
        ("file:///etc/passwd", "'file:///etc/passwd' cannot be fetched"),
        ("news.example/a", "cannot be fetched; give a URL that begins with http(s)://"),
        ("http:///a", "'http:///a' is not a valid URL: it has no host"),
        ("http://user:pass@news.example/", "the URL contains a user name; remove it"),
        (
            "http://news.example:22/",
            "port 22 is not allowed; allowed ports are 80, 443, 8080, 8443",
        ),
        ("http://[::1", "'http://[::1' is not a valid URL"),
        ("http://nowhere.example/", "the host nowhere.example is unknown"),
    ],
)
def test_an_address_that_cannot_be_fetched_is_rejected_with_the_reason(url: str, why: str) -> None:
    assert why in reason(list(read_url(url, FetchPolicy(), resolve=Names())))


def test_proxies_of_the_environment_are_ignored(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    site.replies["/"] = Reply(PAGE)

    assert isinstance(read(site, "/")[0], Document)


def _certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for that name, which vouches for itself, and its key."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -addext".split()
    extension = f"subjectAltName=DNS:{name}"
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command, extension, *files], check=True, capture_output=True)
    return certificate, key


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate")
def test_a_certificate_must_be_of_the_name_though_an_address_is_connected_to(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = _certificate(tmp_path, "news.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
    site.replies["/"] = Reply(PAGE)
    names = Names(news_example=["127.0.0.1"], other_example=["127.0.0.1"])
    allowed = policy(site, respect_robots=False)

    def over_tls(host: str) -> Document | Rejected:
        (found,) = read_url(f"https://{host}:{site.port}/", allowed, resolve=names)
        return found

    unknown = over_tls("news.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    assert isinstance(unknown, Rejected)
    assert "certificate verify failed" in unknown.reason
    assert isinstance(over_tls("news.example"), Document)
    assert "certificate is not valid for 'other.example'" in reason([over_tls("other.example")])


# How far one goes


def test_redirects_are_followed_up_to_a_bound(site: Site) -> None:
    for n in range(9):
        site.replies[f"/{n}"] = Reply(status=301, headers={"Location": f"/{n + 1}"})
    site.replies["/9"] = Reply(PAGE)

    (found,) = read(site, "/4")

    assert isinstance(found, Document)
    assert found.url == site.url("/9")
    assert reason(read(site, "/3")) == "it redirects more than 5 times"


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/html"},
        {"Content-Type": "text/html", "Content-Encoding": "gzip"},
        {"Content-Type": "text/html", "Content-Encoding": "deflate"},
    ],
)
def test_a_page_that_is_too_large_is_refused_as_sent_and_as_unpacked(
    site: Site, headers: dict[str, str]
) -> None:
    page = b"<p>" + b"word " * 1_000
    packed = {"gzip": gzip.compress(page), "deflate": zlib.compress(page)}
    body = packed.get(headers.get("Content-Encoding", ""), page)
    site.replies["/"] = Reply(body, headers=headers)

    assert "larger than the limit of 0.0038147 MiB" in reason(read(site, "/", max_bytes=4_000))


def test_packed_pages_are_unpacked(site: Site) -> None:
    bare = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(PAGE),
        "deflate": zlib.compress(PAGE),
        "Deflate": bare.compress(PAGE) + bare.flush(),
    }
    for name, body in packed.items():
        headers = {"Content-Type": "text/html", "Content-Encoding": name}
        site.replies[f"/{name}"] = Reply(body, headers=headers)

    assert [type(read(site, f"/{name}")[0]) for name in packed] == [Document] * 3


@pytest.mark.parametrize(
    ("body", "encoding", "why"),
    [
        (gzip.compress(PAGE)[:-20], "gzip", "the response is incomplete"),
        (b"no gzip at all", "gzip", "it is damaged"),
        (PAGE, "br", "it has the Content-Encoding 'br', which we did not ask for"),
    ],
)
def test_packing_that_cannot_be_undone_is_told(
    site: Site, body: bytes, encoding: str, why: str
) -> None:
    site.replies["/"] = Reply(
        body, headers={"Content-Type": "text/html", "Content-Encoding": encoding}
    )

    assert why in reason(read(site, "/"))


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "application/zip"])
def test_what_is_declared_as_something_else_is_not_even_read(site: Site, kind: str) -> None:
    site.replies["/"] = Reply(PAGE, headers={"Content-Type": kind})

    assert reason(read(site, "/")) == f"{kind} is neither an article nor a feed"


def test_what_is_something_else_than_declared_is_rejected(site: Site) -> None:
    site.replies["/"] = Reply(
        b"\x89PNG\r\n\x1a\n" + bytes(99), headers={"Content-Type": "text/html"}
    )

    assert reason(read(site, "/")) == "text/html is neither an article nor a feed"


def test_a_server_that_drips_is_left_at_the_deadline(site: Site) -> None:
    site.replies["/"] = Reply(drip=True)

    assert reason(read(site, "/", timeout_seconds=0.3)).startswith(
        "it took longer than 0.3 seconds"
    )


def test_a_name_server_that_does_not_answer_is_left_at_the_deadline(site: Site) -> None:
    asked = threading.Event()

    def silent(host: str, port: int) -> Sequence[str]:
        asked.wait(10)
        return [host, str(port)]

    found = list(read_url(site.url("/"), policy(site, timeout_seconds=0.1), resolve=silent))
    asked.set()

    assert "it took longer than 0.1 seconds" in reason(found)


def test_a_server_that_says_come_back_later_is_asked_again(site: Site) -> None:
    busy = Reply(status=429, headers={"Retry-After": "0"})
    site.replies["/"] = [busy, Reply(status=503), Reply(PAGE)]

    assert isinstance(read(site, "/")[0], Document)
    assert site.asked == ["/robots.txt", "/", "/", "/"]


def test_it_is_not_asked_for_ever_nor_after_a_long_wait(site: Site) -> None:
    site.replies["/"] = [Reply(status=503)] * 3
    site.replies["/later"] = Reply(status=429, headers={"Retry-After": "3600"})

    assert reason(read(site, "/")) == "the server answered 503 Service Unavailable"
    assert reason(read(site, "/later")).endswith("Too Many Requests: try again in 3600 seconds")


def test_other_errors_are_told_at_once(site: Site) -> None:
    assert reason(read(site, "/missing")) == "the server answered 404 Not Found"
    assert site.asked == ["/robots.txt", "/missing"]


# robots.txt


def robots(text: str) -> Reply:
    return Reply(text.encode(), headers={"Content-Type": "text/plain"})


def test_robots_txt_is_followed_and_read_once(site: Site) -> None:
    site.replies["/robots.txt"] = robots("User-agent: *\nDisallow: /private\n")
    site.replies["/a"] = site.replies["/b"] = site.replies["/private/a"] = Reply(PAGE)

    with Fetcher(policy(site), HERE) as fetcher:
        fetched = [fetcher.get(site.url(path)).status for path in ("/a", "/b")]
        with pytest.raises(FetchError, match=r"robots\.txt does not allow robots to fetch it"):
            fetcher.get(site.url("/private/a"))

    assert fetched == [200, 200]
    assert site.asked == ["/robots.txt", "/a", "/b"]


def test_our_own_name_in_robots_txt_counts(site: Site) -> None:
    site.replies["/robots.txt"] = robots("User-agent: dateline\nDisallow: /\n")
    site.replies["/"] = Reply(PAGE)

    assert "does not allow robots" in reason(read(site, "/"))
    assert isinstance(read(site, "/", respect_robots=False)[0], Document)


def test_a_redirect_into_what_robots_txt_disallows_is_not_followed(site: Site) -> None:
    site.replies["/robots.txt"] = robots("User-agent: *\nDisallow: /private\n")
    site.replies["/"] = Reply(status=302, headers={"Location": "/private/a"})

    assert "does not allow robots" in reason(read(site, "/"))


def test_a_site_whose_robots_txt_fails_is_left_alone(site: Site) -> None:
    site.replies["/robots.txt"] = Reply(status=500)
    site.replies["/"] = Reply(PAGE)

    assert "robots.txt could not be read: the server answered 500" in reason(read(site, "/"))


# Feeds


def feed(*items: str) -> Reply:
    body = f"<rss version='2.0'><channel><title>Daily</title>{''.join(items)}</channel></rss>"
    return Reply(body.encode(), headers={"Content-Type": "application/rss+xml", "ETag": '"v1"'})


def item(link: str, text: str = "", guid: str = "g") -> str:
    date = "Thu, 18 Sep 2025 16:05:00 GMT"
    description = f"<description>{text}</description>" if text else ""
    return (
        f"<item><title>From the feed</title><link>{link}</link><guid>{guid}</guid>"
        f"<pubDate>{date}</pubDate>{description}</item>"
    )


def test_a_feed_gives_its_entries_with_whole_links(site: Site) -> None:
    site.replies["/feed"] = feed(item("/a", "A summary."))

    (found,) = read(site, "/feed")

    assert isinstance(found, Document)
    assert (found.text, found.url, found.outlet) == ("A summary.", site.url("/a"), "Daily")
    assert "text: the feed has only a summary" in found.assumed
    assert site.asked == ["/robots.txt", "/feed"]


def test_following_a_feed_gives_the_linked_articles(site: Site) -> None:
    site.replies["/feed"] = feed(item("/a", "A summary."), item("/b"), item("/gone", "Only this."))
    site.replies["/a"] = site.replies["/b"] = Reply(PAGE)

    first, second, third = read_url(site.url("/feed"), policy(site), follow=True, resolve=HERE)

    assert isinstance(first, Document)
    assert SENTENCE in first.text
    assert (first.id, first.title, first.outlet) == ("g", "From the feed", "Daily")
    assert (first.url, first.published) == (site.url("/a"), "2025-09-18T16:05:00+00:00")
    assert isinstance(second, Document)
    assert SENTENCE in second.text
    assert isinstance(third, Document)
    assert third.text == "Only this."
    assert third.assumed[-1].startswith(
        "text: the linked article could not be read (the server ans"
    )


def test_a_link_of_a_feed_to_this_machine_is_not_followed(site: Site) -> None:
    site.replies["/feed"] = feed(item(site.url("/x", "127.0.0.2"), "Words."))

    (found,) = read_url(site.url("/feed"), policy(site), follow=True, resolve=HERE)

    assert isinstance(found, Document)
    assert "127.0.0.2: a loopback address" in found.assumed[-1]


def conditional(reply: Reply) -> Callable[[Mapping[str, str]], Reply]:
    def answer(headers: Mapping[str, str]) -> Reply:
        return Reply(status=304) if headers.get("if-none-match") == '"v1"' else reply

    return answer


def test_a_feed_that_did_not_change_gives_nothing(site: Site, tmp_path: Path) -> None:
    site.replies["/feed"] = conditional(feed(item("/a", "A summary.")))
    cache = FeedCache(tmp_path / "data" / "feeds.json")

    first = list(read_url(site.url("/feed"), policy(site), cache, resolve=HERE))
    second = list(read_url(site.url("/feed"), policy(site), cache, resolve=HERE))

    assert (len(first), second) == (1, [])
    assert json.loads((tmp_path / "data" / "feeds.json").read_bytes()) == {
        site.url("/feed"): {"etag": '"v1"'}
    }
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["feeds.json"]


def test_a_feed_that_was_not_read_to_its_end_is_read_again(site: Site, tmp_path: Path) -> None:
    site.replies["/feed"] = conditional(feed(item("/a", "One."), item("/b", "Two.")))
    cache = FeedCache(tmp_path / "feeds.json")

    broken_off = read_url(site.url("/feed"), policy(site), cache, resolve=HERE)
    next(broken_off)
    broken_off.close()  # type: ignore[attr-defined]
    failed = list(read_url(site.url("/feed"), policy(site), cache, follow=True, resolve=HERE))
    whole = list(read_url(site.url("/feed"), policy(site), cache, resolve=HERE))

    assert (len(failed), len(whole)) == (2, 2)


def test_a_damaged_cache_counts_as_empty(site: Site, tmp_path: Path) -> None:
    (tmp_path / "feeds.json").write_bytes(b'{"x": \xff')
    site.replies["/feed"] = feed(item("/a", "A summary."))
    cache = FeedCache(tmp_path / "feeds.json")

    assert len(list(read_url(site.url("/feed"), policy(site), cache, resolve=HERE))) == 1
    assert cache.validators(site.url("/feed")).etag == '"v1"'
