"""Exports of WordPress: what was published is read, as its readers see it."""

import pytest

from index.formats import read_bytes
from index.records import Document, Rejected

BEGIN = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
    ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">'
    "<channel><title>Coast &amp;amp; Sea</title><language>en-GB</language>"
    "<wp:wxr_version>1.2</wp:wxr_version><wp:author><wp:author_login>ada</wp:author_login>"
    "<wp:author_display_name><![CDATA[Ada Brink]]></wp:author_display_name></wp:author>"
)
TEXT = (
    "The lighthouse was sold &amp; moved.\n\n"
    '[caption id="a"]<img src="a.jpg"> A lamp[/caption]<b>“It is ours,”</b> said Ada.'
)
READ = "The lighthouse was sold & moved.\n\nA lamp\n\n“It is ours,” said Ada."


def item(text: str = TEXT, status: str = "publish", kind: str = "post", password: str = "") -> str:
    return (
        "<item><title>Light &amp;#8217;sold&amp;#8217;</title><link>https://c.example/1</link>"
        "<pubDate>Tue, 03 Mar 2026 17:05:00 +0100</pubDate><dc:creator>ada</dc:creator>"
        f'<guid isPermaLink="false">g-1</guid><content:encoded><![CDATA[{text}]]></content:encoded>'
        "<excerpt:encoded><![CDATA[Short.]]></excerpt:encoded>"
        "<wp:post_date_gmt>2026-03-03 16:05:00</wp:post_date_gmt>"
        "<wp:post_modified_gmt>2026-03-04 16:05:00</wp:post_modified_gmt>"
        f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>"
        f"<wp:post_password>{password}</wp:post_password></item>"
    )


def read(*items: str) -> list[Document | Rejected]:
    return list(read_bytes(f"{BEGIN}{''.join(items)}</channel></rss>".encode(), "a.xml"))


def test_a_post_becomes_an_article() -> None:
    (found,) = read(item())

    assert isinstance(found, Document), found
    assert (found.text, found.title) == (READ, "Light ’sold’")
    assert (found.id, found.url, found.outlet) == ("g-1", "https://c.example/1", "Coast & Sea")
    assert (found.published, found.modified) == (
        "2026-03-03T16:05:00+00:00",
        "2026-03-04T16:05:00+00:00",
    )
    assert (found.authors, found.language, found.assumed) == (("Ada Brink",), "en-GB", ())


@pytest.mark.parametrize("status", ["draft", "pending", "private", "future", "trash"])
def test_what_was_not_published_is_not_added(status: str) -> None:
    assert read(item(status=status)) == [
        Rejected("a.xml, entry 1", f"is {status}, so it is not added")
    ]


def test_what_has_a_password_is_not_added() -> None:
    assert read(item(password="x")) == [
        Rejected("a.xml, entry 1", "is protected with a password, so it is not added")
    ]


def test_pictures_and_menus_are_passed_over_and_places_counted() -> None:
    found = read(item(kind="attachment", status="inherit"), item(kind="nav_menu_item"), item())

    assert [one.origin for one in found] == ["a.xml, entry 3"]


def test_controls_that_xml_does_not_allow_do_not_stop_it() -> None:
    first, second = read(item(text="A bell\x0b rang."), item())

    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.text, second.text) == ("A bell rang.", READ)
