"""Feeds: an article an entry, nothing fetched, nothing opened."""

import io

import pytest

from index.formats import feed
from index.records import Document, Rejected

RSS = """<?xml version="1.0"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Daily &amp; Co</title><language>en-us</language>
<item><title>Rents &lt;i&gt;up&lt;/i&gt;</title><link>https://a.example/1</link>
<guid isPermaLink="false">g-1</guid><pubDate>Thu, 18 Sep 2025 16:05:00 EST</pubDate>
<dc:creator>Jane Roe; Bob Li</dc:creator><description>Short.</description>
<content:encoded><![CDATA[<p>Rents are <a href="/r">up</a>.</p><script>x</script>
<ul><li>a</li><li>b</li></ul>]]></content:encoded></item>
<item><title>Two</title><link>https://a.example/2</link><pubDate>soon</pubDate>
<description>A &lt;b&gt;summary&lt;/b&gt; &amp;amp; more</description></item>
<item><title>Three</title></item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="iso-8859-1"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>Le Journal</title>
<entry xml:lang="fr"><title>Été</title><id>tag:1</id><link href="https://a.example/1"/>
<updated>2025-09-19T10:00:00Z</updated><published>2025-09-18T16:05:00+02:00</published>
<author><name>Jeanne D.</name></author>
<content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>Un été.</p><p>Deux.</p></div></content></entry>
<entry><title>Sans date</title><id>tag:2</id><updated>2025-09-19T10:00:00Z</updated>
<content type="text">1 &lt; 2 &amp;amp; plain</content></entry>
</feed>"""


def read(text: str | bytes) -> list[Document | Rejected]:
    data = text.encode() if isinstance(text, str) else text
    return list(feed.create().read(io.BytesIO(data), "a.xml"))


def test_rss_entries_become_articles() -> None:
    first, second, third = read(RSS)

    assert first == Document(
        text="Rents are up.\n\na\nb",
        format="feed",
        is_claimed=True,
        origin="a.xml, entry 1",
        id="g-1",
        title="Rents up",
        url="https://a.example/1",
        outlet="Daily & Co",
        published="2025-09-18T16:05:00-05:00",
        authors=("Jane Roe", "Bob Li"),
        language="en-us",
    )
    assert isinstance(second, Document)
    assert (second.text, second.published) == ("A summary & more", None)
    assert second.assumed == ("published: 'soon' could not be read", feed.SUMMARY_ONLY)
    assert third == Rejected("a.xml, entry 3", "contains no text")


def test_atom_entries_become_articles_and_updated_is_not_published() -> None:
    first, second = read(ATOM.encode("iso-8859-1"))

    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.text, first.title, first.language) == ("Un été.\n\nDeux.", "Été", "fr")
    assert (first.published, first.authors) == ("2025-09-18T16:05:00+02:00", ("Jeanne D.",))
    assert first.assumed == ("encoding: cp1252, as declared (iso-8859-1)",)
    assert (second.text, second.published) == ("1 < 2 &amp; plain", None)


def test_rss_1_gives_its_date_as_dc_date() -> None:
    (found,) = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>D</title></channel>'
        "<item><title>t</title><description>words</description><dc:date>2025-09-18</dc:date></item></rdf:RDF>"
    )

    assert isinstance(found, Document)
    assert found.published == "2025-09-18"


@pytest.mark.parametrize(
    "data", ["", "/etc/passwd", "http://127.0.0.1/feed", "<html></html>", "<rss"]
)
def test_what_is_no_feed_is_rejected_and_never_opened(data: str) -> None:
    assert read(data) == [Rejected("a.xml", "is not an RSS or Atom feed")]


def test_an_entry_without_text_in_a_damaged_feed_says_that_it_is_damaged() -> None:
    (found,) = read("<rss version='2.0'><channel>\n<item><title>Sluice opens")

    assert found == Rejected(
        "a.xml, entry 1",
        "contains no text; the file is not well-formed XML, it may be cut off or damaged",
    )


DECLARATIONS = [
    '<!ENTITY a "ha">',
    '<!ENTITY a "<b>ha</b>">',
    '<!ENTITY a SYSTEM "file:///etc/passwd">',
    '<!ENTITY z "ha"><!ENTITY a "' + "&z;" * 1000 + '">',
    '<!ENTITY % b SYSTEM "http://127.0.0.1/x.dtd"> %b;',
]


@pytest.mark.parametrize("before", ["", "\n ", "<!-- <rss> -->", '<?xml version="1.1"?>\n'])
@pytest.mark.parametrize("end", ["</channel></rss>", ""])
@pytest.mark.parametrize("declared", DECLARATIONS)
def test_a_feed_that_declares_entities_is_refused(declared: str, end: str, before: str) -> None:
    (found,) = read(
        f"{before}<!DOCTYPE rss [{declared}]><rss version='2.0'><channel><item><title>t</title>"
        f"<description>one &a; two</description></item>{end}"
    )

    assert found == Rejected("a.xml", "declares XML entities, which are not read; write them out")


def test_any_other_xml_that_declares_entities_is_refused_likewise() -> None:
    (found,) = read('<!DOCTYPE memo [<!ENTITY a "ha">]><memo>&a;</memo>')

    assert found == Rejected("a.xml", "declares XML entities, which are not read; write them out")


def test_an_article_about_entities_is_read() -> None:
    (found,) = read(
        "<!DOCTYPE rss PUBLIC '-//Netscape Communications//DTD RSS 0.91//EN' 'rss-0.91.dtd'>"
        "<rss version='0.91'><channel><item><title>t</title>"
        "<description><![CDATA[Write &lt;!ENTITY, he said.]]></description></item></channel></rss>"
    )

    assert isinstance(found, Document)
    assert found.text == "Write <!ENTITY, he said."


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("&#xD83C;&#xDF88;", "🎈"),
        ("&#55356;&#57224;", "🎈"),
        ("&#xD800;", "\ufffd"),
        ("&#x110000;", "\ufffd"),
        ("&#233;&#x27;", "é'"),
    ],
)
def test_halves_of_characters_are_put_together_or_replaced(reference: str, text: str) -> None:
    (found,) = read(
        f"<rss version='2.0'><channel><item><description>a {reference} b</description></item>"
        "</channel></rss>"
    )

    assert isinstance(found, Document)
    assert found.text == f"a {text} b"


def test_a_feed_that_breaks_off_gives_the_entries_before() -> None:
    found = read(RSS[: RSS.index("<item><title>Three")])

    assert [type(one) for one in found[:2]] == [Document, Document]


def test_a_feed_of_millions_of_tags_is_rejected_before_it_takes_minutes() -> None:
    (problem,) = read("<rss><channel>" + "<a>" * 300_000)

    assert problem == Rejected("a.xml", "has more than 250,000 tags; split it")


@pytest.mark.gate
def test_tags_in_the_text_of_an_entry_are_no_tags_of_the_feed() -> None:
    long = "<br>" * 300_000

    found = read(RSS.replace("<p>Rents", long + "<p>Rents"))

    assert [type(one) for one in found] == [Document, Document, Rejected]
