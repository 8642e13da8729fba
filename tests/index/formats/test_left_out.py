"""What trafilatura leaves out of bare pages: lists, headings, and the times of live blogs."""

import pytest

from index.formats import read_bytes
from index.records import Document

LEAD = (
    "The port authority of Brellin published the new ferry fares on Tuesday, and they apply from "
    "the first of June on all three lines that it runs across the sound and to the islands."
)
END = (
    "The next change of fares is planned for 2029, when the tunnel opens and the northern line is "
    "to be closed, as the county and the authority agreed last winter."
)
FERRY = "The ferry to Brellin is cancelled for the rest of the day, the port said in a message."
SCHOOLS = "Two schools close early, the county said on its page, and buses wait at the gate."


def text_of(body: str) -> str:
    page = f"<!DOCTYPE html><html><head><title>Fares</title></head><body>{body}</body></html>"
    (found,) = read_bytes(page.encode(), "a.html")
    assert isinstance(found, Document), found
    return found.text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "<ul><li>Adults pay 48 crowns.</li><li>Children travel free.</li></ul>",
            "Adults pay 48 crowns.\nChildren travel free.",
        ),
        ("<ol><li>Buy a <b>ticket</b>.</li></ol>", "Buy a ticket."),
        ("<dl><dt>Adults</dt><dd>48 crowns</dd></dl>", "Adults\n48 crowns"),
        ("<h3>What it costs</h3>", "What it costs"),
        (
            "<h3>What it costs</h3><ul><li>Adults pay 48 crowns.</li></ul>",
            "What it costs\n\nAdults pay 48 crowns.",
        ),
    ],
)
def test_what_stands_between_paragraphs_of_a_bare_page_is_kept_in_its_place(
    markup: str, text: str
) -> None:
    assert text_of(f"<p>{LEAD}</p>{markup}<p>{END}</p>") == f"{LEAD}\n\n{text}\n\n{END}"


@pytest.mark.parametrize(
    "markup",
    [
        '<ul><li><a href="/a">Tunnel opens in May</a></li><li><a href="/b">Sport</a></li></ul>',
        "<nav><ul><li>Home page</li><li>Sport pages</li></ul></nav>",
        '<ul class="related-stories"><li>The tunnel opens in May.</li></ul>',
        '<div id="comments"><p>x</p><ul><li>Reader wrote so.</li></ul></div>',
        "<ul><li></li></ul>",
    ],
)
def test_navigation_and_lists_of_links_are_not(markup: str) -> None:
    assert text_of(f"<p>{LEAD}</p>{markup}<p>{END}</p>") == f"{LEAD}\n\n{END}"


@pytest.mark.parametrize(
    "posts",
    [
        f"<div><h3>14:05</h3><p>{FERRY}</p></div><div><h3>13:40</h3><p>{SCHOOLS}</p></div>",
        f"<div><time>14:05</time><p>{FERRY}</p></div><div><time>13:40</time><p>{SCHOOLS}</p></div>",
        f"<div><header><span>14:05</span></header><div><p>{FERRY}</p></div></div>"
        f"<div><header><span>13:40</span></header><div><p>{SCHOOLS}</p></div></div>",
    ],
)
def test_the_times_of_a_live_blog_stay_with_their_posts(posts: str) -> None:
    assert f"14:05 {FERRY}\n\n13:40 {SCHOOLS}" in text_of(f"<p>{LEAD}</p>{posts}")


KINDS_OF_POST = [
    "<div class='post'><h2>{title}</h2><p>{text}</p></div>",
    "<div class='entry'><h3>{title}</h3><p>{text}</p></div>",
    "<div class='post'><h2><a href='#a'>{title}</a></h2><p>{text}</p></div>",
    "<div class='post'><header><h2>{title}</h2></header><p>{text}</p></div>",
    "<section class='update'><div><h4>{title}</h4></div><div><p>{text}</p></div></section>",
    "<div class='post'><strong>{title}</strong><p>{text}</p></div>",
]


@pytest.mark.parametrize("around", ["<article>{}</article>", "<div class='live'>{}</div>"])
@pytest.mark.parametrize("post", KINDS_OF_POST)
def test_the_headings_of_a_live_blog_stay_with_their_posts(post: str, around: str) -> None:
    first = post.format(title="14:05 Ferry cancelled", text=FERRY)
    second = post.format(title="13:40 Schools close", text=SCHOOLS)

    text = text_of(around.format(f"{first}{second}"))

    assert text == f"14:05 Ferry cancelled\n\n{FERRY}\n\n13:40 Schools close\n\n{SCHOOLS}"


@pytest.mark.parametrize(
    "post",
    [
        "<div class='post'><time>{time}</time><h3>{title}</h3><p>{text}</p></div>",
        "<div class='update'><time>{time}</time><div><h3>{title}</h3><p>{text}</p></div></div>",
    ],
)
@pytest.mark.parametrize("around", ["<article>{}</article>", "<div class='live'>{}</div>"])
def test_so_do_their_times_and_each_is_there_once(post: str, around: str) -> None:
    first = post.format(time="14:05", title="Ferry cancelled", text=FERRY)
    second = post.format(time="13:40", title="Schools close", text=SCHOOLS)

    words = text_of(around.format(f"{first}{second}")).split()

    assert words == f"14:05 Ferry cancelled {FERRY} 13:40 Schools close {SCHOOLS}".split()


def test_the_first_post_stays_below_the_headline() -> None:
    post = "<div class='post'><time>{}</time><p>{}</p></div>"
    posts = post.format("14:05", LEAD) + post.format("13:40", END)

    text = text_of(f"<article><h1>Storm: live</h1>{posts}</article>")

    assert text == f"Storm: live\n\n14:05 {LEAD}\n\n13:40 {END}"


def test_headings_of_pictures_are_not_those_of_posts() -> None:
    picture = "<li><h2>{}</h2><p>{}</p></li>"
    pictures = picture.format("Picture one", FERRY) + picture.format("Picture two", SCHOOLS)

    text = text_of(f"<p>{LEAD}</p><p>{END}</p><div class='gallery'><ul>{pictures}</ul></div>")

    assert FERRY in text
    assert "Picture" not in text


def test_the_time_of_the_page_itself_is_no_post() -> None:
    page = f"<article><time>14:05</time><p>{LEAD}</p><p>{END}</p></article>"

    assert text_of(page) == f"{LEAD}\n\n{END}"


@pytest.mark.parametrize("around", ["{}", "<div>{}</div>", "<article>{}</article>"])
@pytest.mark.parametrize(
    "markup",
    [
        "{}",
        '<a href="/ferry">{}</a>',
        "<a>{}</a>",
        "<b>{}</b>",
        "<font>{}</font>",
        "<!-- text --><span>{}</span>",
        "<center>{}</center>",
        "<section>{}</section>",
    ],
)
def test_sentences_beside_paragraphs_are_kept_in_their_place(markup: str, around: str) -> None:
    loose, other = markup.format(FERRY), markup.format(SCHOOLS)
    body = f"{loose}<p>{LEAD}</p>{other}<p>{END}</p>"
    assert text_of(around.format(body)) == "\n\n".join((FERRY, LEAD, SCHOOLS, END))


def test_words_beside_paragraphs_that_are_no_sentence_are_not() -> None:
    body = f"Home | Sport | Weather | Archive | Contact | About<p>{LEAD}</p><p>{END}</p>"
    assert text_of(body) == f"{LEAD}\n\n{END}"
