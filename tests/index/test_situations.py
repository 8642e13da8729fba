"""Situations from public reports of other tools, each with its source and the right value.

The inputs are made up here; the links say where somebody met the like. `was` tells what came out
before 2026-11-29 where that was not right.
"""

from typing import NamedTuple

import pytest

from index.formats import read_bytes
from index.people.joining import joined
from index.people.registry import Registry
from index.quotations.finding import find_quotes
from index.quotations.tagger.shipped import load_tagging
from index.records import Document
from index.text.introductions import introduction
from index.text.matching.copies import are_copies, runs_of
from index.text.segmentation.sentences import split_sentences

_GITHUB = "https://github.com"
_SANK = "The ferry to Skarv sank on Monday, and nobody was hurt, the coast guard said."
_SOLD = "The lighthouse at Skarv was sold to a choir for one crown."
_LONG = "".join(f"<p>{_SANK} It was boat number {number} of the line.</p>" for number in range(5))


class Said(NamedTuple):
    """A text, and who says what in it; content without its marks."""

    source: str
    text: str
    quotes: list[tuple[str, str | None]]
    was: str = "right"


_SAID = [
    Said(
        f"{_GITHUB}/chartbeat-labs/textacy/issues/383",
        "“Nina’s an expert, and her work will be an asset for us all.” -Commissioner Tom Vale\n",
        [("Nina’s an expert, and her work will be an asset for us all.", "Tom Vale")],
    ),
    Said(
        f"{_GITHUB}/chartbeat-labs/textacy/issues/383",
        "There is a new head.\n\nAnd from Chairwoman Rosa Lund:\n\n“She has a history of work.”",
        [("She has a history of work.", "Rosa Lund")],
    ),
    Said(
        f"{_GITHUB}/chartbeat-labs/textacy/issues/379",
        'Bill Vale said he "shouldn‘t wear hats." "It’s a free town," Rosa Lund said.',
        [('he "shouldn‘t wear hats.', "Bill Vale"), ("It’s a free town,", "Rosa Lund")],
    ),
    Said(
        f"{_GITHUB}/stanfordnlp/CoreNLP/issues/604",
        'Joe Smith left. "I like it," he said. "Do you?" asked Mary Quill. "Yes," Joe answered.',
        [("I like it,", "Joe Smith"), ("Do you?", "Mary Quill"), ("Yes,", "Joe Smith")],
    ),
    Said(
        f"{_GITHUB}/stanfordnlp/CoreNLP/issues/1090",
        "According to Bo Lind, “boats were sent.” Ida Holm wept.\n\n“No,” said Lind.",
        [("boats were sent.", "Bo Lind"), ("No,", "Bo Lind")],
        was="“No” was said by somebody called just Lind",
    ),
    Said(
        f"{_GITHUB}/unitedstates/congressional-record/issues/84",
        "The ACTING CHAIR. The time has expired.\n\nMr. LIND. Madam Chair, I ask for more.\n\n"
        "The ACTING CHAIR. So ordered.\n\nMr. LIND. I thank the Chair.",
        [
            ("The time has expired.", "The ACTING CHAIR"),
            ("Madam Chair, I ask for more.", "LIND"),
            ("So ordered.", "The ACTING CHAIR"),
            ("I thank the Chair.", "LIND"),
        ],
        was="nothing was found",
    ),
    Said(
        f"{_GITHUB}/johnwdubois/rezonator/issues/437",
        "MAYOR ELENA RUIZ: The ferry was old.\n\nBO LIND, COAST GUARD: We sent two boats.\n\n"
        "RUIZ: Why only two?\n\n(APPLAUSE)\n\nLIND: There were no more.",
        [
            ("The ferry was old.", "ELENA RUIZ"),
            ("We sent two boats.", "BO LIND"),
            ("Why only two?", "ELENA RUIZ"),
            ("There were no more.", "BO LIND"),
        ],
        was="the words of Lind, and the applause, were Ruiz’s",
    ),
    Said(
        f"{_GITHUB}/PostHog/posthog/pull/60683",
        "Odile Brandt is an engineer.\n\nCoast Ledger: Why did it sink?\n\n"
        "Odile Brandt: Nobody closed the door.\n\nCoast Ledger: Will it sail again?\n\n"
        "Brandt: Of course not.",
        [
            ("Why did it sink?", "Coast Ledger"),
            ("Nobody closed the door.", "Odile Brandt"),
            ("Will it sail again?", "Coast Ledger"),
            ("Of course not.", "Odile Brandt"),
        ],
        was="nothing was found",
    ),
]


@pytest.mark.parametrize("situation", _SAID)
def test_who_said_what(situation: Said) -> None:
    text = situation.text

    found = find_quotes(text, split_sentences(text), (), load_tagging())

    words = [" ".join(text[s.start : s.end] for s in one.content).strip('“”"') for one in found]
    assert list(zip(words, (one.speaker for one in found), strict=True)) == situation.quotes


class Page(NamedTuple):
    """A web page, and what is read of it."""

    source: str
    body: str
    head: str = ""
    published: str | None = None
    authors: tuple[str, ...] = ()
    text: str = ""
    """What the text has."""
    lacks: str = "\0"
    was: str = "right"


_PAGES = [
    Page(
        f"{_GITHUB}/markusmobius/go-trafilatura/pull/18",
        f"<div><p>Live: all of it</p><p>{_SANK}</p><h2>14:05</h2><p>“No,” said Lind.</p></div>",
        text=f"Live: all of it\n\n{_SANK}\n\n14:05\n\n“No,” said Lind.",
        was="all paragraphs of a short page were one line, so headings began its quotations",
    ),
    Page(
        f"{_GITHUB}/codelucas/newspaper/pull/271",
        f"<figure><figcaption>A wreck. Photo: Ada Brink</figcaption></figure><p>{_SANK}</p>"
        "<p>“No,” said Lind.</p>",
        text=f"\n\n{_SANK}\n\n“No,” said Lind.",
        was="the caption and the first sentence were one",
    ),
    Page(
        f"{_GITHUB}/AndyTheFactory/newspaper4k/issues/353",
        f'<p>{_SANK}</p><p>“No,” said Lind.</p><ul class="related"><li><a href="/x">“Never,” says '
        "Rosa Lund</a></li></ul>",
        text="“No,” said Lind.",
        lacks="Rosa Lund",
        was="links to other stories were text, one of them somebody’s words",
    ),
    Page(
        f"{_GITHUB}/ampproject/amphtml/pull/9367",
        f"<amp-sidebar><p>Home</p></amp-sidebar><p>{_SANK}</p><amp-ad>Buy “cheap” shoes</amp-ad>",
        text=_SANK,
        lacks="cheap",
        was="the advertisement was text",
    ),
    Page(
        f"{_GITHUB}/mozilla/readability/issues/108",
        f"{_SANK}<br><br>“We heard a bang,” said Ida Holm.<br><br>{_SOLD}<br>",
        text=f"{_SANK}\n\n“We heard a bang,” said Ida Holm.\n\n{_SOLD}",
    ),
    Page(
        f"{_GITHUB}/mozilla/readability/issues/878",
        f'{_LONG}<p><a href="/x"><strong>{_SOLD}</strong></a></p>',
        text=_SOLD,
    ),
    Page(
        f"{_GITHUB}/codelucas/newspaper/issues/967",
        f"<p>Accepted 16 December 2022</p>{_LONG}",
        head='<meta name="dc.date" content="2023-01-02">'
        '<link rel="canonical" href="https://coast.example/2023/12/10/ferry">',
        published="2023-01-02",
    ),
    Page(
        f"{_GITHUB}/AndyTheFactory/newspaper4k/issues/153",
        '<time itemprop="dateModified" datetime="2017-11-27T19:20:45+01:00">27/11/2017 01:57 | '
        f"Actualizado a 27/11/2017 19:20</time>{_LONG}",
        published=None,
        was="published when it was last changed",
    ),
    Page(
        f"{_GITHUB}/AndyTheFactory/newspaper4k/issues/153",
        f'<time class="ago" datetime="Sat Nov 18 2017 15:21:41 GMT+0000">18 Nov 2017</time>{_LONG}',
        published="2017-11-18T15:21:41+00:00",
    ),
    Page(
        f"{_GITHUB}/ageitgey/node-unfluff/issues/93",
        f'{_LONG}<section id="comments"><time datetime="2018-08-28T10:09:00Z">8 hours ago</time>'
        "<p>Great news!</p></section>",
        head='<meta property="article:published_time" content="2018-08-27T10:05:00-07:00">',
        published="2018-08-27T10:05:00-07:00",
        lacks="Great news",
    ),
    Page(
        f"{_GITHUB}/microlinkhq/metascraper/pull/410",
        f'<div class="byline">By March 3, 2026</div>{_LONG}',
        was="by March 3",
    ),
    Page(
        f"{_GITHUB}/AndyTheFactory/newspaper4k/issues/552",
        f'<div class="author">By <a>Ada Brink</a> | Updated 3h ago</div>{_LONG}',
        authors=("Ada Brink",),
        was="by Ada Brink and Updated",
    ),
    Page(
        f"{_GITHUB}/codelucas/newspaper/issues/343",
        _LONG,
        head='<meta name="byl" content="By ABBY GOODWIN, TOM KAPLAN and ROBERT PEARCE">',
        authors=("ABBY GOODWIN", "TOM KAPLAN", "ROBERT PEARCE"),
    ),
]


@pytest.mark.parametrize("situation", _PAGES)
def test_what_a_page_says(situation: Page) -> None:
    page = (
        f'<!DOCTYPE html><html lang="en"><head><title>Ferry sinks</title>{situation.head}</head>'
        f"<body><article><h1>Ferry sinks</h1>{situation.body}</article></body></html>"
    )

    (found,) = read_bytes(page.encode(), "a.html")

    assert isinstance(found, Document), found
    assert (found.published, found.authors) == (situation.published, situation.authors)
    assert situation.text in found.text
    assert situation.lacks not in found.text


class File(NamedTuple):
    """A file of another format, and the titles and texts of its articles."""

    source: str
    name: str
    data: bytes
    articles: list[tuple[str | None, str]]
    was: str = "not read at all"


def _part(subject: str, text: str) -> str:
    return (
        f"Subject: {subject}\nDate: Tue, 3 Mar 2026 10:00:00 +0000\nFrom: a@b.example\n\n{text}\n"
    )


_DIGEST = "From: list@b.example\nSubject: Coast Digest\nMIME-Version: 1.0\nContent-Type: "
_BOTH: list[tuple[str | None, str]] = [("Ferry sinks", _SANK), ("Light sold", _SOLD)]
_ANSWER = (
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><head><title>Light sold</title></head>"
    f"<body><p>{_SOLD}</p></body></html>"
).encode()
_FILES = [
    File(
        f"{_GITHUB}/joshy/striprtf/issues/32",
        "a.rtf",
        rb'{\rtf1\ansi Ask {\field{\*\fldinst HYPERLINK "x"}{\fldrslt the coast guard}}.\par}',
        [(None, "Ask the coast guard.")],
    ),
    File(
        f"{_GITHUB}/joshy/striprtf/issues/36",
        "a.rtf",
        rb"{\rtf1\ansi\ansicpg1252 It\u8217\'92s caf\'e9 weather.\par}",
        [(None, "It’s café weather.")],
    ),
    File(
        f"{_GITHUB}/dj2/Ruby-RTF/issues/13",
        "a.rtf",
        rb"{\rtf1\ansi It is shown.{\v Not this.}{\deleted Nor this.}\par}",
        [(None, "It is shown.")],
    ),
    File(
        f"{_GITHUB}/cryptomator/cryptomator/pull/3898",
        "a.rtf",
        rb"{\rtf1\ansi\uc0 D\u233 j\u224  vu, she said.\par}",
        [(None, "Déjà vu, she said.")],
    ),
    File(
        f"{_GITHUB}/zbateson/mail-mime-parser/issues/28",
        "a.eml",
        f"{_DIGEST}multipart/digest; boundary=x\n\n--x\n\n{_part(*map(str, _BOTH[0]))}\n--x\n\n"
        f"{_part(*map(str, _BOTH[1]))}\n--x--\n".encode(),
        _BOTH,
        was="right",
    ),
    File(
        f"{_GITHUB}/rss2email/rss2email/issues/194",
        "a.eml",
        f"{_DIGEST}multipart/mixed; boundary=x\n\n--x\n{_part(*map(str, _BOTH[0]))}\n--x\n"
        f"{_part(*map(str, _BOTH[1]))}\n--x--\n".encode(),
        _BOTH,
        was="one article with the texts of both",
    ),
    File(
        f"{_GITHUB}/fedora-infra/fmn/issues/92",
        "a.eml",
        (
            "From: list@b.example\nSubject: Coast Digest\n\nToday's Topics:\n\n   1. Ferry\n\n"
            f"{'-' * 70}\n\n{_part(*map(str, _BOTH[0]))}\n"
            f"{'-' * 30}\n\n{_part(*map(str, _BOTH[1]))}"
        ).encode(),
        _BOTH,
        was="one article with all of the digest",
    ),
    File(
        f"{_GITHUB}/datactive/bigbang/issues/478",
        "a.eml",
        "From: Bo Lind <bo@b.example>\nSubject: Re: Ferry sinks\n\nI agree.\n\nFrom: Ada Brink "
        "<ada@b.example> On Behalf Of Desk\nSent: Monday, March 2, 2026 9:55 PM\nTo: Bo Lind\n"
        f"Subject: Ferry sinks\n\n{_SANK}\n".encode(),
        [("Re: Ferry sinks", "I agree."), ("Ferry sinks", _SANK)],
        was="the words of both were one article by Bo Lind",
    ),
    File(
        f"{_GITHUB}/webrecorder/warcio.js/issues/5",
        "a.arc",
        b"filedesc://a.arc 0.0.0.0 20060101000000 text/plain 29\n1 0 InternetArchive\nURL IP-ad\n\n"
        b"http://b.example/a 1.2.3.4 20060102000000 text/html %d\n%s\n" % (len(_ANSWER), _ANSWER),
        [("Light sold", _SOLD)],
    ),
]


@pytest.mark.parametrize("situation", _FILES)
def test_what_a_file_holds(situation: File) -> None:
    found = list(read_bytes(situation.data, situation.name))

    read = [(one.title, one.text.strip()) for one in found if isinstance(one, Document)]
    assert read == situation.articles


def test_two_people_of_one_name_have_a_page_each() -> None:
    """https://github.com/acl-org/acl-anthology/issues/4453: "conflates different people"."""
    texts = [
        "Ann Lee, a judge, spoke.",
        "The swimmer Ann Lee spoke.",
        "Ann Lee, a magistrate, spoke.",
    ]

    spoken = [(n, "Ann Lee", f"Lee\t{introduction(t, 'Ann Lee')}") for n, t in enumerate(texts)]
    people = Registry(joined(spoken, lambda _: {0: "a", 1: "b", 2: "c"})).people

    assert {(one.told, one.only_in) for one in people} == {
        ("judge", frozenset("ac")),
        ("swimmer", frozenset("b")),
    }


def test_a_planet_prints_an_article_of_a_blog() -> None:
    """https://github.com/FreshRSS/FreshRSS/issues/948: the copy is shown beside the original."""
    told = f"{_SANK} {_SOLD} The choir will sing there in June, and the light will turn as before."
    cut = told.removesuffix(" as before.") + "."

    assert are_copies(runs_of(told), runs_of(f"SKARV (Wire) — {cut}"))
