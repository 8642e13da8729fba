"""NewsML-G2 and NITF: the texts of agencies, and what they hold back."""

import io

import pytest

from index.formats import newsml, read_bytes
from index.records import Document, Rejected

STORY = "The lighthouse at Skarv was sold to a choir for one crown, the coast guard said."
XHTML = (
    '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head>'
    f"<title>x</title></head><body><h2>A sale</h2><p>{STORY}</p><ul><li>One</li><li>Two</li></ul>"
    "</body></html></inlineXML>"
)
META = '<itemClass qcode="ninat:text"/><versionCreated>2026-03-03T16:05:00+01:00</versionCreated>'
CONTENT = "<headline>Lighthouse sold</headline><by>By Ada Brink and Bo Lind</by>"


def item(meta: str = "", text: str = XHTML, content: str = CONTENT, guid: str = "urn:x:1") -> str:
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="3" '
        f'xml:lang="en"><itemMeta>{META}{meta}</itemMeta><contentMeta>{content}</contentMeta>'
        f"<contentSet>{text}</contentSet></newsItem>"
    )


def read(xml: str, name: str = "a.xml") -> list[Document | Rejected]:
    return list(read_bytes(f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}'.encode(), name))


def test_an_item_becomes_an_article() -> None:
    (found,) = read(item("<provider literal='CW'><name>Coast Wire</name></provider>"))

    assert isinstance(found, Document), found
    assert found.text == f"A sale\n\n{STORY}\n\nOne\nTwo"
    assert (found.id, found.title, found.outlet) == ("urn:x:1", "Lighthouse sold", "Coast Wire")
    assert (found.published, found.modified) == ("2026-03-03T16:05:00+01:00",) * 2
    assert (found.authors, found.language) == (("Ada Brink", "Bo Lind"), "en")


@pytest.mark.parametrize(
    "text",
    [
        f"<inlineData contenttype='text/plain'>{STORY}</inlineData>",
        f"<inlineData contenttype='text/html'>&lt;p&gt;{STORY}&lt;/p&gt;</inlineData>",
        f"<inlineXML><nitf><body><body.head><hedline><hl1>x</hl1></hedline></body.head>"
        f"<body.content><block><p>{STORY}</p></block><media><p>A caption</p></media></body.content>"
        f"</body></nitf></inlineXML>",
        f"<inlineData contenttype='text/plain'>Short.</inlineData><inlineXML><html><body><p>{STORY}"
        "</p></body></html></inlineXML>",
    ],
)
def test_the_text_may_be_plain_or_html_or_nitf(text: str) -> None:
    (found,) = read(item(text=text))

    assert isinstance(found, Document), found
    assert found.text == STORY


def test_every_item_of_a_message_is_read() -> None:
    items = item() + item("<pubStatus qcode='stat:canceled'/>") + item(guid="urn:x:3")
    message = f"<newsMessage><header/><itemSet>{items}</itemSet></newsMessage>"

    first, canceled, last = read(message)

    assert canceled == Rejected("a.xml, entry 2", "is canceled, so it is not added", "urn:x:1")
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert (first.id, first.origin, last.id) == ("urn:x:1", "a.xml, entry 1", "urn:x:3")


@pytest.mark.parametrize(
    ("meta", "reason"),
    [
        ("<pubStatus qcode='stat:withheld'/>", "is withheld, so it is not added"),
        (
            "<pubStatus uri='http://cv.iptc.org/newscodes/pubstatusg2/canceled'/>",
            "is canceled, so it is not added",
        ),
        (
            "<embargoed/>",
            "is embargoed, until an unknown time; add it again when it is released",
        ),
        (
            "<edNote>KILL this story</edNote>",
            "its note to editors says 'KILL this story', so it is not added",
        ),
    ],
)
def test_what_an_agency_holds_back_is_not_added(meta: str, reason: str) -> None:
    (found,) = read(item(meta))

    assert isinstance(found, Rejected)
    assert (found.origin, found.reason) == ("a.xml", reason)
    assert found.takes_back == (None if "embargo" in reason else "urn:x:1")


@pytest.mark.parametrize(
    ("meta", "until"),
    [
        ("<embargoed>2099-01-01T00:00:00Z</embargoed>", "2099-01-01T00:00:00+00:00"),
        ("<edNote>EMBARGO until 1 January 2099</edNote>", "2099-01-01"),
        ("<edNote>Embargo lifted</edNote>", None),
    ],
)
def test_an_embargo_goes_with_its_article(meta: str, until: str | None) -> None:
    (found,) = read(item(meta))

    assert isinstance(found, Document)
    assert found.embargoed_until == until


def test_what_is_released_is_added_and_keeps_its_note() -> None:
    meta = (
        "<pubStatus qcode='stat:usable'/><embargoed>2020-01-01T00:00:00Z</embargoed>"
        "<edNote>Adds quotes</edNote>"
    )

    (found,) = read(item(meta))

    assert isinstance(found, Document)
    assert found.meta == {"ednote": "Adds quotes"}


NITF = (
    "<nitf><head><title>x</title><docdata{}><doc-id id-string='n-1'/>"
    "<date.issue norm='20260303T160500Z'/></docdata><pubdata name='The Ledger'/></head><body>"
    "<body.head><hedline><hl1>Lighthouse sold</hl1></hedline><byline>By <person>Ada Brink</person>"
    "</byline></body.head><body.content><block><hl2>A sale</hl2><p>{}</p></block></body.content>"
    "</body></nitf>"
)


def test_nitf_becomes_an_article() -> None:
    (found,) = read(NITF.format("", STORY))

    assert isinstance(found, Document), found
    assert (found.text, found.title) == (f"A sale\n\n{STORY}", "Lighthouse sold")
    assert (found.id, found.outlet, found.authors) == ("n-1", "The Ledger", ("Ada Brink",))
    assert (found.published, found.assumed) == ("2026-03-03T16:05:00+00:00", ())


def test_nitf_that_is_withheld_is_not_added() -> None:
    assert read(NITF.format(" management-status='withheld'", STORY)) == [
        Rejected("a.xml", "is withheld, so it is not added")
    ]


@pytest.mark.parametrize("entity", ['"ha"', 'SYSTEM "/etc/passwd"'])
def test_entities_are_refused(entity: str) -> None:
    xml = f"<!DOCTYPE nitf [<!ENTITY e {entity}>]>" + NITF.format("", f"&e;{STORY}")

    (found,) = newsml.create().read(io.BytesIO(xml.encode()), "a.nitf")

    assert found == Rejected("a.nitf", "declares XML entities, which are not read; write them out")


def test_the_names_that_html_has_for_characters_are_read() -> None:
    doctype = '<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">'

    (found,) = read(doctype + NITF.format("", "It&rsquo;s&nbsp;sold &amp; moved."))

    assert isinstance(found, Document), found
    assert found.text == "A sale\n\nIt’s\u00a0sold & moved."


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ("<newsItem><itemMeta>", "is damaged or not XML"),
        ("<newsMessage/>", "is neither NewsML nor NITF, or has no item"),
        (item(text="<remoteContent href='a.jpg'/>"), "contains no text"),
        ("<nitf>" + "<p/>" * 260_000 + "</nitf>", "has more than 250,000 tags; split it"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(xml: str, reason: str) -> None:
    (found,) = read(xml)

    assert isinstance(found, Rejected)
    assert found.reason.startswith(reason)


def first(
    text: str = f"<nitf><body><body.content><p>{STORY}</p></body.content></body></nitf>",
    status: str = '<Status FormalName="Usable"/>',
    id: str = "urn:newsml:coast.example:20260303:1",
) -> str:
    """An item of NewsML 1, with a photograph beside its text."""
    return (
        f"<NewsItem xml:lang='en'><Identification><NewsIdentifier><DateId>20260303</DateId>"
        f"<PublicIdentifier>{id}</PublicIdentifier></NewsIdentifier></Identification>"
        f"<NewsManagement><FirstCreated>20260303T160500+0100</FirstCreated>{status}"
        "<ThisRevisionCreated>20260303T170000+0100</ThisRevisionCreated></NewsManagement>"
        "<NewsComponent><NewsLines><HeadLine>Lighthouse sold</HeadLine><ByLine>Ada Brink</ByLine>"
        "</NewsLines><AdministrativeMetadata><Provider><Party FormalName='Coast Wire'/></Provider>"
        "</AdministrativeMetadata><DescriptiveMetadata><Language FormalName='en'/>"
        "</DescriptiveMetadata><NewsComponent><ContentItem><MediaType FormalName='Photo'/>"
        "<DataContent>A caption that is much longer than the story that it stands beside, so that "
        "its length is no sign of anything at all.</DataContent></ContentItem></NewsComponent>"
        f"<NewsComponent><ContentItem><MediaType FormalName='Text'/><DataContent>{text}"
        "</DataContent></ContentItem></NewsComponent></NewsComponent></NewsItem>"
    )


@pytest.mark.parametrize("doctype", ["", '<!DOCTYPE NewsML SYSTEM "NewsML_1.2.dtd">\n'])
def test_an_item_of_the_first_newsml_becomes_an_article(doctype: str) -> None:
    (found,) = read(f"{doctype}<NewsML>{first()}</NewsML>", "upload")

    assert isinstance(found, Document), found
    assert (found.text, found.title, found.outlet) == (STORY, "Lighthouse sold", "Coast Wire")
    assert found.id == "urn:newsml:coast.example:20260303:1"
    assert (found.published, found.modified) == (
        "2026-03-03T16:05:00+01:00",
        "2026-03-03T17:00:00+01:00",
    )
    assert (found.authors, found.language) == (("Ada Brink",), "en")


@pytest.mark.parametrize(
    "text",
    [
        f"<html><head><title>x</title></head><body><p>{STORY}</p></body></html>",
        f"<p>{STORY}</p>",
        STORY,
        f"&lt;p&gt;{STORY}&lt;/p&gt;",
    ],
)
def test_its_text_may_be_xhtml_or_plain(text: str) -> None:
    (found,) = read(f"<NewsML>{first(text)}</NewsML>")

    assert isinstance(found, Document), found
    assert found.text == STORY


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("<Status FormalName='Withheld'/>", "is withheld"),
        ("<Status FormalName='Canceled'/>", "is canceled"),
        ("<Status FormalName='Embargoed'/>", "is embargoed, until an unknown time"),
    ],
)
def test_what_the_first_newsml_holds_back_is_refused(status: str, reason: str) -> None:
    kept, held = read(f"<NewsML>{first()}{first(status=status)}</NewsML>")

    assert isinstance(kept, Document)
    assert isinstance(held, Rejected)
    assert held.reason.startswith(reason)


def test_an_embargo_goes_with_an_item_of_the_first_newsml() -> None:
    status = (
        "<Status FormalName='Embargoed'/><StatusWillChange><FutureStatus FormalName='Usable'/>"
        "<DateAndTime>20990303T160500+0000</DateAndTime></StatusWillChange>"
    )

    (found,) = read(f"<NewsML>{first(status=status)}</NewsML>")

    assert isinstance(found, Document)
    assert found.embargoed_until == "2099-03-03T16:05:00+00:00"
