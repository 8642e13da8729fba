"""Web pages: the article, what the page says of itself, and nothing that it does not say."""

import io

import pytest

from index.formats import html
from index.formats.steps.html.text import fragment_text
from index.records import Document, Rejected

SENTENCE = "The council said on Monday that rents in the old town had risen by a tenth this year."
PARAGRAPHS = "".join(f"<p>{SENTENCE} ({n})</p>" for n in range(1, 6))
TEXT = "\n\n".join(f"{SENTENCE} ({n})" for n in range(1, 6))


def read(page: str | bytes, charset: str | None = None) -> Document | Rejected:
    data = page.encode() if isinstance(page, str) else page
    (found,) = html.create(charset).read(io.BytesIO(data), "a.html")
    return found


def article(page: str | bytes, charset: str | None = None) -> Document:
    found = read(page, charset)
    assert isinstance(found, Document)
    return found


def page(head: str = "", body: str = PARAGRAPHS) -> str:
    return (
        f"<!DOCTYPE html><html lang='en-GB'><head><title>Rents up | Daily</title>{head}</head>"
        "<body><nav><ul><li><a href='/'>Home</a></li><li><a href='/w'>World</a></li></ul></nav>"
        f"<article><h1>Rents up</h1>{body}</article><footer>© 2019 Daily</footer></body></html>"
    )


def test_an_article_is_found_with_what_the_page_says_of_it() -> None:
    found = article(
        page(
            '<link rel="canonical" href="https://daily.example.org/rents">'
            '<meta property="og:site_name" content="Daily">'
            '<meta property="og:title" content="Rents up">'
            '<meta name="author" content="Jane Roe">'
            '<meta property="article:published_time" content="2025-09-18T16:05:00+02:00">'
        )
    )

    assert found == Document(
        text=found.text,
        format="html",
        is_claimed=True,
        origin="a.html",
        title="Rents up",
        url="https://daily.example.org/rents",
        outlet="Daily",
        published="2025-09-18T16:05:00+02:00",
        authors=("Jane Roe",),
        language="en-GB",
    )
    assert TEXT in found.text
    assert "Home" not in found.text


def test_lists_and_tables_keep_their_lines() -> None:
    found = article(
        page(
            body=f"{PARAGRAPHS}<ul><li>one</li><li>two</li></ul><table><tr><td>Roe</td><td>12</td></tr>"
            "<tr><td>Li</td><td>9</td></tr></table>"
        )
    )

    assert "one\ntwo" in found.text
    assert "Roe\t12\nLi\t9" in found.text


def json_ld(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


DATED = '"@type": "NewsArticle", "datePublished": "2025-09-18"'
INSTANT = "2025-09-18T16:05:00+00:00"
UPDATED = '<time class="updated" datetime="2025-09-20"></time>'


@pytest.mark.parametrize(
    ("markup", "published"),
    [
        (
            '<meta property="article:published_time" content="2025-09-18T16:05">',
            "2025-09-18T16:05:00",
        ),
        ('<meta name="DC.date.issued" content="2025-09-18">', "2025-09-18"),
        ('<meta name="pubdate" content="20250918">', "2025-09-18"),
        (json_ld(f"{{{DATED}}}"), "2025-09-18"),
        (json_ld(f'{{"@graph": [{{"@type": "WebPage"}}, {{{DATED}}}]}}'), "2025-09-18"),
        (json_ld(f"{{{DATED},\n}}"), "2025-09-18"),
        ('<time datetime="2025-09-18T16:05">yesterday</time>', "2025-09-18T16:05:00"),
        (f'{UPDATED}<time class="entry-date" datetime="2025-09-18"></time>', "2025-09-18"),
        ('<span itemprop="datePublished" content="2025-09-18"></span>', "2025-09-18"),
    ],
)
def test_the_day_of_publication_is_read_from_markup(markup: str, published: str) -> None:
    in_head = markup.startswith(("<meta", "<script"))

    found = article(page(markup) if in_head else page(body=markup + PARAGRAPHS))

    assert found.published == published


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<p>© 2019 Daily. All rights reserved. 18 September 2024.</p>",
        '<meta property="article:modified_time" content="2025-09-18">',
        '<meta name="date" content="soon">',
        '<meta name="pubdate" content="03/04/2025">',
        '<time datetime="2025-09-18">a</time><time datetime="2025-09-17">b</time>',
        UPDATED,
        json_ld(f'{{"@type": "ItemList", "itemListElement": [{{{DATED}}}]}}'),
        json_ld(f'{{"@type": "Article", "comment": [{{{DATED}}}]}}'),
        json_ld("[" * 5_000),
    ],
)
def test_a_page_that_states_no_day_gets_none(markup: str) -> None:
    assert article(page(markup, markup + PARAGRAPHS)).published is None


def test_a_day_in_the_address_counts_last_and_is_told() -> None:
    found = article(
        page('<link rel="canonical" href="https://daily.example.org/2025/09/18/rents">')
    )

    assert found.published == "2025-09-18"
    assert found.assumed == ("published: 2025-09-18, from the URL",)


def test_a_heading_that_is_the_sites_slogan_is_no_title() -> None:
    found = article(page().replace("<h1>Rents up</h1>", "<h1>Take your next trip with us!</h1>"))

    assert found.title == "Rents up | Daily"


def test_an_article_cut_into_equal_containers_is_read_whole() -> None:
    chunks = [
        "".join(f"<p>{SENTENCE} ({part}.{n})</p>" for n in range(12))
        for part in ("one", "two", "three")
    ]
    body = "<div class='ad'>Buy</div>".join(
        f"<section><div class='body grid'>{chunk}</div></section>" for chunk in chunks
    )

    found = article(page(body=f"<div class='article__chunks'>{body}</div>"))

    assert [f"({part}.11)" in found.text for part in ("one", "two", "three")] == [True] * 3
    assert (
        found.text.index("(one.11)") < found.text.index("(two.0)") < found.text.index("(three.0)")
    )


WORDS = "<p>“Größe”, said the mayor.</p>" * 9


@pytest.mark.parametrize(
    ("data", "charset", "assumed"),
    [
        (page("<meta charset=windows-1252>", WORDS).encode("cp1252"), None, "cp1252, as declared"),
        (page("<meta charset=utf-8>", WORDS).encode("cp1252"), "cp1252", "cp1252, as declared"),
        (page("", WORDS).encode("utf-16"), None, "utf-16-le, from the byte order mark"),
    ],
)
def test_the_declared_encoding_is_used(data: bytes, charset: str | None, assumed: str) -> None:
    found = article(data, charset)

    assert "“Größe”, said the mayor." in found.text
    assert found.assumed[0].startswith(f"encoding: {assumed}")


def test_a_page_of_a_few_words_is_read() -> None:
    assert article("<html><body><p>Rents are up.</p></body></html>").text == "Rents are up."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "contains no HTML"),
        ("<!-- nothing -->", "contains no HTML"),
        ("<html><script>var a = 1;</script></html>", "contains no text"),
    ],
)
def test_a_page_without_text_is_rejected(data: str, reason: str) -> None:
    assert read(data) == Rejected("a.html", reason)


def test_control_characters_do_not_lose_a_page() -> None:
    found = article(
        page("<meta name=author content='A&#1; B'>", f"{PARAGRAPHS}<p>End&#2; &#xD800;.</p>")
    )

    assert SENTENCE in found.text


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li", "span"])
def test_100_000_levels_are_survived_and_told(tag: str) -> None:
    found = article(f"<html><body>{PARAGRAPHS}{f'<{tag}>' * 100_000}deep</body></html>")

    assert SENTENCE in found.text
    assert "text: content nested deeper than 2,048 levels was left out" in found.assumed


def test_a_page_of_very_many_elements_is_read_without_judgement() -> None:
    found = article("<html><body>" + "<ul><li>word</li></ul>" * 15_000 + "</body></html>")

    assert found.text.count("word") == 15_000
    assert found.assumed == ("text: all of <body>, because no article was found",)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One <b>two</b>\n three.</p><p>Four</p>", "One two three.\n\nFour"),
        ("<b>a</b><i>b</i> c", "ab c"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("<ul><li><p>a</p><p>b</p></li><li>c<ul><li>d</li></ul></li></ul>e", "a\nb\nc\nd\n\ne"),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td> 1 </td><td>2</td></tr></table>",
            "A\tB\n1\t2",
        ),
        ("a<script>x</script><style>y</style>b", "ab"),
        ("a<!-- x --> b<?pi x?>c", "a bc"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("&lt;p&gt; &amp; &nbsp;&#x1F388;", "<p> & \u00a0🎈"),
        ("", ""),
    ],
)
def test_a_fragment_becomes_text(markup: str, text: str) -> None:
    assert fragment_text(markup) == text
