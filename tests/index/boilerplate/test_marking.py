import gzip
import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.boilerplate.marking import block_digests, mark_boilerplate
from index.records import Mark, MarkKind
from index.text.segmentation.blocks import blocks
from index.text.segmentation.sentences import split_sentences

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
PROSE = "The governments of both countries have agreed to a plan that includes a dialogue."
MORE = "Both leaders expressed their confidence that the review will yield positive results."


def marked(*blocks: str, **known: object) -> dict[str, str]:
    """The marked texts of an article of these blocks, and their kinds."""
    text = "\n\n".join(blocks)
    marks = mark_boilerplate(text, **known)  # type: ignore[arg-type]
    return {text[mark.start : mark.end]: mark.kind.value for mark in marks}


FURNITURE = {
    "subscribe": [
        "Discover more from Riviera Maya News & Events",
        "Subscribe to get the latest posts sent to your email.",
        "Subscribe now to keep reading and get access to the full archive.",
        "Continue reading",
        "Already a subscriber? Log in",
        "This content is available only to subscribers.",
        "You have reached your limit of free articles this month.",
        "To continue reading, create a free account.",
        "Sign up for our weekly newsletter",
        "What’s everyone talking about? Sign up for our trending newsletter.",
        "Get the day’s news delivered straight to your inbox",
        "By signing up, you agree to our Privacy Policy.",
        "Support local journalism: Subscribe today.",
        "Join 1,204 other subscribers",
        "You are receiving this email because you opted in.",
        "You receive the Harbor Letter because you signed up on our website.",
        "Forward this letter to a neighbor. They can sign up at harbor.example.",
    ],
    "caption": [
        "The leaders meet in Ottawa on Monday. (AP Photo/Jane Roe)",
        "Crowds gather in the square on August 31. Jane Roe/Reuters",
        "Jane Roe/AFP via Getty Images",
        "The old mill, seen from the bridge. (José Roe/Valley Courier)",
        "Photo: Jane Roe",
        "(Image credit: Getty Images)",
        "A court in Langley, Virginia | Getty",
        "Enlarge this image toggle caption Jane Roe/AP",
        "Slideshow (4 images)",
        "Hide Caption",
    ],
    "share": [
        "Share on Facebook",
        "Tweet",
        "Email this",
        "Share this article",
        "Facebook Twitter WhatsApp Email Copy link",
        "Share: Facebook | Twitter | Reddit",
        "Follow us on Instagram",
        "Leave a comment",
        "What do you think? Let us know in the comments",
        "Join the conversation",
        "Valley Courier is published by Roe Media. Tips: newsroom@courier.example",
    ],
    "cookies": [
        "We use cookies to improve your experience on our site.",
        "Accept all cookies",
        "This site is protected by reCAPTCHA and the Google Privacy Policy.",
        "By continuing to use this site you agree to our use of cookies.",
    ],
    "related": [
        "Read more",
        "READ MORE: What the review of the treaty means",
        "RELATED: Five things to know about the summit",
        "More from Jane Roe",
        "Also read: What the review of the treaty means",
        "See also",
        "Recommended stories",
        "More:Budget talks stall as deadline nears",
        "On the trail:How the challenger hopes to win",
        "Lire aussi : ce que change le nouvel accord",
        "The post Gulls know the horn appeared first on Lantern Science.",
        "Der Beitrag Möwen kennen das Horn erschien zuerst auf Laternenblatt.",
        "L’article Les mouettes est apparu en premier sur Le Courrier.",
        "La entrada Las gaviotas aparece primero en La Voz del Estuario.",
    ],
    "navigation": [
        "Skip to content",
        "Home > News > World",
        "Advertisement",
        "ADVERTISEMENT",
        "Story continues below",
        "Listen to this article",
        "3 min read",
        "Back to top",
        "* * *",
        "♦",
        "Filed under: Politics, Trade",
    ],
    "credit": [
        "© 2026 Example News. All rights reserved.",
        "Copyright 2026 Example News",
        "Jane Roe in Ottawa contributed to this report.",
        "Contributing: Jane Roe, The Associated Press",
        "Reporting by Jane Roe; Editing by John Doe",
        "Published June 3, 2026, 10:33 a.m. ET, Updated 11:02 a.m. ET",
        "Updated at 4:08 p.m. ET",
        "This story has been updated with additional details.",
        "A version of this story first appeared in our newsletter. Sign up here.",
        "The opinions expressed in this commentary are those of the author.",
        "Follow Jane Roe on Twitter: @janeroe",
    ],
}
BODY = [
    "Lawmakers want readers to share their views on the bill by Friday.",
    "“Sign up for our newsletter,” the e-mail said, and thousands did.",
    "The newsletter, which 40,000 people subscribe to, is delivered to their inbox every day.",
    "Google uses cookies to follow users across the web, and regulators want that to stop.",
    "Your privacy is at risk when a site sells what it knows about you.",
    "Copyright law protects a photograph for seventy years after its author's death.",
    "The article was published in the journal Nature on Monday.",
    "Three researchers contributed to the report, which found no such effect.",
    "No deaths were reported from the storm.",
    "This video has been retweeted three million times.",
    "The views expressed by voters in the poll differ from those of their parents.",
    "Writing by hand improves memory, a study has found.",
    "Health coverage for millions is supported by federal subsidies.",
    "Brokers may earn a commission on every sale.",
    "Loading docks reopened.",
    "You receive the pension because you paid for it for forty years.",
    "She won the seat in 2018. (Ann Lee/Democrat) The others lost.",
    "Police asked for tips: 300 came in a day.",
    "We and our partners agreed to fight the group in Syria.",
    "A version of this story has been told in every port of the north.",
    "The story continues to divide the town.",
    "Home/business owners can apply for loans",
    "More: 7%",
    "7,000",
    "302-555-0175",
    "The AP and Getty Images have sued the firm over its use of their pictures.",
    "He took the photo with a phone and posted it on Instagram.",
    "“It was the best photo I ever took,” Roe said. “Share it!”",
    "The park is open daily; call 302-555-0175 or visit the office for tickets.",
    "Follow the money, the old rule of reporters says.",
    "Sign up for the bundle with the address that you use for the old account",
    "Every scam message sent to your inbox carries the same signature.",
]


@pytest.mark.parametrize(
    ("block", "kind"), [(block, kind) for kind, blocks in FURNITURE.items() for block in blocks]
)
def test_furniture_is_marked_by_its_wording(block: str, kind: str) -> None:
    assert marked(PROSE, MORE, block, title="Plan agreed") == {block: kind}


@pytest.mark.parametrize("block", BODY)
def test_body_that_speaks_of_such_things_stays_body(block: str) -> None:
    assert marked(PROSE, block, MORE, title="Plan agreed") == {}
    assert marked(PROSE, MORE, block, title="Plan agreed") == {}


def test_the_headline_above_the_text_is_marked_however_the_title_is_written() -> None:
    headline = "Leaders Agree on a “New” Plan"

    assert marked(headline, PROSE, title='Leaders agree on a "new" plan') == {headline: "headline"}
    assert marked(headline, PROSE, title="Leaders Agree on a New Plan | Example News") == {
        headline: "headline"
    }
    assert marked(headline, PROSE, title="Leaders Agree on a New ...") == {headline: "headline"}
    assert marked(headline, PROSE) == {headline: "headline"}
    labelled = f"Title: {headline}"
    assert marked(labelled, PROSE, title=headline) == {labelled: "headline"}


def test_a_paragraph_that_begins_like_the_title_is_body() -> None:
    text = "Leaders agree on a new plan that includes a dialogue and a fund for ports."

    assert marked(text, MORE, title="Leaders agree on a new plan") == {}


def test_what_stands_above_the_first_paragraph_is_no_body() -> None:
    found = marked(
        "Leaders Agree on a New Plan",
        "By Jane Roe and John Doe, Example News",
        "Jane Roe",
        "jroe@example.com",
        "June 3, 2026",
        "Mexico City CNN —",
        "A meeting of officials, with flags in the background and flowers on a table",
        PROSE,
        "Jane Roe",
        MORE,
        title="Leaders Agree on a New Plan",
        authors=["Jane Roe"],
    )

    assert list(found.values()) == ["headline", "credit", "caption"]
    assert "".join(found).count("Jane Roe") == 2


def test_an_outlet_and_a_day_above_the_first_paragraph_are_no_body() -> None:
    dated = "By Jane Roe\nValley Courier | June 3, 2026"

    assert marked(dated, PROSE, MORE) == {dated: "credit"}
    assert "credit" not in marked("The valley voted | June 3, 2026", PROSE, MORE).values()


@pytest.mark.parametrize(
    "deck",
    [
        "A second half of the season will be decided in the final round",
        "Voters in three states head to the polls in a test for both parties",
    ],
)
def test_a_line_under_the_headline_that_shows_no_picture_stays(deck: str) -> None:
    assert marked(
        "Leaders Agree on a New Plan", deck, PROSE, title="Leaders Agree on a New Plan"
    ) == {"Leaders Agree on a New Plan": "headline"}


@pytest.mark.parametrize(
    "block",
    [
        "Jane Roe is a senior reporter at Example News. Reach her at jroe@example.com.",
        "Jane Roe covers politics for the Example. Follow her on X @jroe.",
        "Contact Jane Roe at jroe@example.com or (302) 555-0175.",
        "Jane Roe reported from Ottawa.",
        "– Jane Roe",
    ],
)
def test_the_writers_own_lines_at_the_end_are_marked(block: str) -> None:
    assert marked(PROSE, MORE, block, title="Plan") == {block: "credit"}


@pytest.mark.parametrize(
    "block",
    [
        "Jane Roe is a professor of law at the university and was not part of the study.",
        "The White House reports the figures for every month at noon.",
        "Contact with the ship was lost at noon on Monday.",
    ],
)
def test_an_expert_at_the_end_is_body(block: str) -> None:
    assert marked(PROSE, MORE, block, title="Plan") == {}


def test_a_writers_life_is_marked_where_the_metadata_names_the_writer() -> None:
    block = "Jane Roe is a professor of law and the author of “Borders”."

    assert marked(PROSE, MORE, block, title="Plan", authors=["Jane Roe"]) == {block: "credit"}


def test_a_link_inside_a_paragraph_is_marked_alone() -> None:
    text = f"{PROSE} Watch how it was signed » {MORE}"

    (mark,) = mark_boilerplate(text, title="Plan")

    assert text[mark.start : mark.end] == "Watch how it was signed »"
    assert [text[s.start : s.end] for s in split_sentences(text, [mark])] == [PROSE, MORE]


def test_neighbours_of_one_kind_are_one_mark() -> None:
    tail = "Discover more from Example\n\nSubscribe to our newsletter.\n\nContinue reading"

    text = f"{PROSE}\n\n\n{tail}\n"

    assert mark_boilerplate(text, title="Plan") == (
        Mark(text.index(tail), text.index(tail) + len(tail), MarkKind.SUBSCRIBE),
    )


def test_a_text_that_is_only_its_headline_or_a_caption_stays_body() -> None:
    assert (
        mark_boilerplate("Leaders agree on a new plan", title="Leaders agree on a new plan") == ()
    )
    assert mark_boilerplate("Jane Roe\n\nRead more", authors=["Jane Roe"]) == (
        Mark(10, 19, MarkKind.RELATED),
    )
    assert mark_boilerplate("The leaders meet. Jane Roe/Reuters") == ()
    assert mark_boilerplate("") == ()


def test_a_dateline_alone_and_a_signature_are_marked_wherever_they_stand() -> None:
    found = marked(
        PROSE, "– Jane Roe", MORE, "Kyiv, Ukraine CNN —", PROSE, "-- Jane Roe", "-- Jo Doe"
    )

    assert list(found) == ["– Jane Roe", "Kyiv, Ukraine CNN —"]


def test_a_block_that_repeats_in_an_outlet_is_marked_once_it_is_learned() -> None:
    slogan = "All the news of the coast, in 3 languages, since 1998"
    seen = [
        block_digests(f"{PROSE}\n\nStory {n}.\n\n{slogan.replace('3', str(n))}") for n in (3, 4)
    ]
    repeated = set(seen[0]) & set(seen[1]) - set(block_digests(f"{PROSE}\n\nStory 3."))

    assert len(repeated) == 1
    assert marked(MORE, PROSE, slogan, title="Plan", learned=repeated) == {slogan: "learned"}


def test_digests_are_of_the_first_three_and_the_last_eight_blocks() -> None:
    words = [f"{chr(97 + number)} block" for number in range(20)]

    digests = block_digests("\n\n".join(words))

    assert digests == [d for word in [*words[:3], *words[12:]] for d in block_digests(word)]
    assert all(len(digest) == 16 and int(digest, 16) >= 0 for digest in digests)


def test_a_digest_knows_no_spaces_capitals_or_numbers() -> None:
    assert block_digests("Copyright 2025  The Example") == block_digests(
        "copyright 2026 the example"
    )
    assert block_digests("One block") != block_digests("Another block")


BLOCKS = st.sampled_from(
    [block for blocks in FURNITURE.values() for block in blocks]
    + [*BODY, PROSE, MORE, "Jane Roe", "Watch it here » now", "»", "\x00", "(Photo: ", "By "]
)
ARTICLES = st.one_of(st.text(), st.lists(st.one_of(BLOCKS, st.text(max_size=30))).map("\n".join))


@given(ARTICLES, st.one_of(st.none(), st.text(), BLOCKS), st.lists(BLOCKS, max_size=2))
def test_marks_are_sorted_trimmed_and_do_not_overlap(
    text: str, title: str | None, authors: list[str]
) -> None:
    marks = mark_boilerplate(text, title=title, authors=authors)

    assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
    assert all(before.end <= after.start for before, after in pairwise(marks))
    words = [text[mark.start : mark.end] for mark in marks]
    assert words == [word.strip() for word in words]


@given(ARTICLES)
def test_nothing_outside_the_marks_is_lost_when_the_rest_is_split(text: str) -> None:
    marks = mark_boilerplate(text)

    parts = [(part.start, part.end) for part in marks]
    parts += [(part.start, part.end) for part in split_sentences(text, marks)]
    letters = sum(len("".join(text[start:end].split())) for start, end in parts)
    assert letters == len("".join(text.split()))


@given(ARTICLES)
def test_every_block_at_the_edges_can_be_learned(text: str) -> None:
    whole = blocks(text)
    edges = [*whole[:3], *whole[3:][-8:]]

    marks = mark_boilerplate(text, learned=set(block_digests(text)))

    covered = [any(m.start <= e.start and e.end <= m.end for m in marks) for e in edges]
    assert all(covered) or MarkKind.LEARNED not in {mark.kind for mark in marks}


@given(ARTICLES)
def test_nothing_is_marked_as_learned_before_it_is(text: str) -> None:
    assert MarkKind.LEARNED not in {mark.kind for mark in mark_boilerplate(text)}


@pytest.mark.parametrize(
    ("unit", "kinds"),
    [
        ("Updated 1,", [MarkKind.CREDIT]),
        ("share ", [MarkKind.SHARE]),
        ("google+ ", [MarkKind.SHARE]),
        ("A/", [MarkKind.SHARE]),
        ("-.", [MarkKind.NAVIGATION]),
        ("sign up ", []),
        ("reporting by ", []),
        ("» Watch ", []),
    ],
)
def test_hostile_blocks_are_judged_to_the_last_one(unit: str, kinds: list[MarkKind]) -> None:
    block = unit * (690 // len(unit)) + "?"
    text = "\n".join([PROSE, *[block] * 300])

    marks = mark_boilerplate(text)

    assert list(marks) == [Mark(len(PROSE) + 1, len(text), kind) for kind in kinds]


@pytest.mark.data
def test_the_seed_articles_tail_image_line_and_headline_are_marked_and_no_sentence_is_lost() -> (
    None
):
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip("../shared/seeds is absent")
    text = next(folder.glob("000_*.txt")).read_text(encoding="utf-8")
    headline, picture = text.split("\n\n")[:2]

    for title in (None, headline):
        marks = mark_boilerplate(text, title=title)

        found = {mark.kind: text[mark.start : mark.end] for mark in marks}
        assert found[MarkKind.HEADLINE] == headline
        assert found[MarkKind.CAPTION] == picture
        assert len(found[MarkKind.SUBSCRIBE]) == 232
        assert found[MarkKind.SUBSCRIBE].startswith("Discover more from")
        assert found[MarkKind.SUBSCRIBE].endswith("Continue reading")
        sentences = split_sentences(text, marks)
        assert len(sentences) == 21
        assert text[sentences[0].start :].startswith("Mexico City — The governments")
        assert text[: sentences[-1].end].endswith("for the three host nations.")


@pytest.mark.data
def test_answers_that_people_marked_in_news_are_never_in_a_paragraph_that_is_marked() -> None:
    path = SHARED / "data/newsqa/dev.json.gz"
    if not path.exists():
        pytest.skip("../shared/data/newsqa is absent")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        articles = json.load(file)["data"][:150]

    lost = 0
    for article in articles:
        for paragraph in article["paragraphs"]:
            marks = mark_boilerplate(paragraph["context"])
            for question in paragraph["qas"]:
                for answer in question["answers"]:
                    start, end = (
                        answer["answer_start"],
                        answer["answer_start"] + len(answer["text"]),
                    )
                    lost += any(mark.start < end and start < mark.end for mark in marks)

    assert lost <= 1
