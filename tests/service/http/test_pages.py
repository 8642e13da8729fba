"""The pages as files: policy, caching, nothing from outside, words, colours."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.di import Provide
from litestar.testing import TestClient

from prompts import messages
from service.http.routes import pages
from service.http.runtime import Runtime
from service.settings import Settings

WIDGET = Path(pages.__file__).resolve().parents[2] / "widget"
FILES = sorted(path.name for path in WIDGET.iterdir())
SENT = sorted(f"/widget/{name}" for name in pages.files() if (WIDGET / name).exists())
SCRIPTS = [name for name in FILES if name.endswith(".js")]
PAGES = {"/": "index.html", "/articles/some%2Fid?version=1&start=0&end=4": "viewer.html"}
NO_SUCH_FILES = ["nope.js", "..%2Froutes%2Fpages.py", "%2e%2e", "../routes/pages.py", ".", "%00"]
FORBIDDEN = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\bon\w+=|style="
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient[Litestar]]:
    """The pages of a service that is still opening its library."""
    runtime = Runtime(
        Settings(data=str(tmp_path_factory.mktemp("pages")), demo=True, language="de")
    )
    provided = Provide(lambda: runtime, sync_to_thread=False)
    with TestClient(Litestar(pages.handlers, dependencies={"runtime": provided})) as client:
        yield client


@pytest.mark.parametrize("path", PAGES)
def test_a_page_may_load_nothing_from_elsewhere_and_run_nothing_inline(
    client: TestClient[Litestar], path: str
) -> None:
    headers = client.get(path).headers

    policy = dict(
        part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";")
    )
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "connect-src": "'self'",
        "img-src": "'self' data:",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
        "require-trusted-types-for": "'script'",
    }
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", [*PAGES, *SENT, "/widget.js", "/client.js"])
def test_a_file_that_has_not_changed_is_not_sent_again(
    client: TestClient[Litestar], path: str
) -> None:
    first = client.get(path)
    etag = first.headers["etag"]

    again = client.get(path, headers={"If-None-Match": f'"other", W/{etag}'})
    head = client.head(path)

    assert (first.status_code, again.status_code, head.status_code) == (200, 304, 200)
    assert (again.content, head.content) == (b"", b"")
    assert (again.headers["etag"], head.headers["etag"]) == (etag, etag)
    assert first.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", NO_SUCH_FILES)
def test_nothing_but_the_widgets_own_files_is_served(
    client: TestClient[Litestar], name: str
) -> None:
    assert client.get(f"/widget/{name}").status_code == 404


@pytest.mark.parametrize("name", FILES)
def test_no_file_names_another_host_or_turns_strings_into_code(name: str) -> None:
    text = (WIDGET / name).read_text(encoding="utf-8")

    hosts = set(re.findall(r"https?://[\w.]+", text))

    assert hosts <= {"http://www.w3.org"}
    assert FORBIDDEN.findall(text) == []


def test_every_file_a_page_or_script_names_is_there() -> None:
    texts = {name: (WIDGET / name).read_text(encoding="utf-8") for name in FILES}

    named = {
        found for text in texts.values() for found in re.findall(r"\"/widget/([^\"]+)\"", text)
    }

    assert named - {"first.json"} <= set(FILES)
    begun = {*PAGES.values(), "launcher.js", "panel.js", "widget.d.ts"}
    assert set(FILES) - named == begun


@pytest.mark.parametrize("name", [*SENT, "/widget.js"])
def test_a_file_of_the_widget_is_there_for_pages_of_every_origin(
    client: TestClient[Litestar], name: str
) -> None:
    headers = client.get(name, headers={"Origin": "https://news.example"}).headers

    assert headers["access-control-allow-origin"] == "*"
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert "set-cookie" not in headers


@pytest.mark.parametrize(("name", "most_kilobytes"), [("widget.js", 3), ("panel.js", 25)])
def test_what_a_reader_loads_is_small(name: str, most_kilobytes: int) -> None:
    sent = pages.files()[name]

    assert len(sent.packed) <= most_kilobytes * 1000, f"{name}: {len(sent.packed)} bytes"


@pytest.mark.parametrize("packing", ["gzip", "identity"])
def test_a_file_is_packed_for_those_who_unpack_it(
    client: TestClient[Litestar], packing: str
) -> None:
    reply = client.get("/widget.js", headers={"Accept-Encoding": packing})

    assert reply.content == pages.files()["widget.js"].content
    assert reply.headers.get("content-encoding", "identity") == packing
    assert reply.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("page", PAGES.values())
def test_the_words_in_the_html_are_those_of_the_prompts(page: str) -> None:
    english = messages("en", "page_")

    written = _words(page)

    assert {name: english.get(name) for name in written} == written


def test_a_page_without_scripts_says_that_it_needs_them() -> None:
    for page in PAGES.values():
        assert "This page needs JavaScript." in (WIDGET / page).read_text(encoding="utf-8")


def test_the_page_has_words_while_the_library_is_still_being_opened(
    client: TestClient[Litestar],
) -> None:
    info = client.get("/v1/page", headers={"Accept-Language": "en-GB"}).json()

    assert info["language"] == "en"
    assert info["strings"] == messages("en", "page_")
    assert info["articles"] is None
    assert info["answer_language"] == "en"


def test_pages_speak_languages_that_answers_do_not(client: TestClient[Litestar]) -> None:
    accepted = client.get("/v1/page", headers={"Accept-Language": "pt-BR"}).json()
    asked = client.get("/v1/page?language=ar-EG", headers={"Accept-Language": "pt"}).json()

    assert (accepted["language"], accepted["answer_language"]) == ("pt", "en")
    assert (asked["language"], asked["strings"]) == ("ar", messages("ar", "page_"))


def test_a_reader_whose_language_is_not_spoken_gets_the_services(
    client: TestClient[Litestar],
) -> None:
    info = client.get("/v1/page", headers={"Accept-Language": "tlh"}).json()

    assert info["language"] == "de"
    assert info["strings"] == messages("de", "page_")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        # WCAG 2.2: 4.5 for text (1.4.3), 3 for the edge of a control and the focus (1.4.11).
        ("ink", "paper", 4.5),
        ("ink", "card", 4.5),
        ("ink", "bubble", 4.5),
        ("muted", "paper", 4.5),
        ("muted", "card", 4.5),
        ("muted", "bubble", 4.5),
        ("accent", "paper", 4.5),
        ("accent", "card", 4.5),
        ("card", "accent", 4.5),
        ("mark-ink", "mark", 4.5),
        ("edge", "paper", 3),
        ("edge", "card", 3),
    ],
)
def test_colours_stand_out_from_each_other(theme: str, front: str, back: str, least: float) -> None:
    style = (WIDGET / "style.css").read_text(encoding="utf-8")
    palette = _palette(style, theme)

    lighter, darker = sorted((_luminance(palette[front]), _luminance(palette[back])), reverse=True)

    assert (lighter + 0.05) / (darker + 0.05) >= least


def _words(page: str) -> dict[str, str]:
    """The English words in a page, by name."""
    html = (WIDGET / page).read_text(encoding="utf-8")
    texts = re.findall(r"data-say=\"(\w+)\"[^>]*>([^<]*)<", html)
    return dict(texts)


def _palette(style: str, theme: str) -> dict[str, str]:
    """The colours of a theme, by name."""
    found = re.findall(r"--([\w-]+): .*light-dark\((#\w{6}), (#\w{6})\)", style)
    return {name: light if theme == "light" else dark for name, light, dark in found}


def _luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))
