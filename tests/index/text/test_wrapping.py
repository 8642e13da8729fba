"""One definition of a paragraph: breaks that only wrap one are told from those that end it."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.components.wrapping import Story, agreement, said, wrapped_story
from index.quotations.finding import find_quotes
from index.quotations.tagger.shipped import load_tagging
from index.text.segmentation.blocks import blocks
from index.text.segmentation.sentences import split_sentences
from index.text.segmentation.wrapping import unwrapped
from tests.forms import gated

STORY = Story(
    "Tunnel opens",
    "Tunnel opens\n\n"
    "The Marren tunnel opened to cyclists on Tuesday after nine years of building, and the first "
    "rider crossed it in under four minutes, the road office said.\n\n"
    "“It is the longest bicycle tunnel in the north, and it cost less than a kilometre of motorway "
    "to build and to light,” road director Hanne Ulvik said.\n\n"
    "Ulvik said the tunnel would close every night between one and five. She expects three "
    "thousand riders on a summer day.\n\n"
    "The mayor of Marren, Leif T. Strand, was less sure. “Nobody has told us who clears the snow "
    "at the mouth,” Strand told this letter. “Are we to wait for spring?” he asked.\n",
)
PARAGRAPH = st.lists(
    st.sampled_from("The a Mayor Ida said that bridge, of was 1. - E. open again “no” x".split()),
    min_size=1,
    max_size=60,
).map(" ".join)


@pytest.mark.short(8)
@pytest.mark.parametrize("width", range(28, 100, 3))
@pytest.mark.parametrize("gap", gated(["\n\n", "\n \n", "\r\n\r\n"]))
def test_a_wrapped_story_says_the_same(width: int, gap: str) -> None:
    tagging = load_tagging()

    found = agreement([STORY], said([STORY], tagging), width, gap, tagging)

    assert (found.whole, found.wrapped, found.both) == (6, 6, 6)


def test_names_are_whole_that_go_on_in_the_next_line() -> None:
    text = wrapped_story(STORY, 34, "\n\n").text

    speakers = {
        quote.speaker for quote in find_quotes(text, split_sentences(text), (), load_tagging())
    }

    assert speakers == {None, "Hanne Ulvik", "Leif T. Strand"}


@given(st.lists(PARAGRAPH, min_size=1, max_size=6), st.integers(40, 90))
@settings(deadline=None)
def test_whatever_the_text_offsets_stay_and_only_breaks_become_spaces(
    paragraphs: list[str], width: int
) -> None:
    text = "\n\n".join(textwrap.fill(one, width) for one in paragraphs)

    plain = unwrapped(text)

    assert len(plain) == len(text)
    assert plain.replace("\n", " ") == text.replace("\n", " ")
    assert [text[b.start : b.end] for b in blocks(text)] == [
        text[b.start : b.end] for b in blocks(plain)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A first line\nA second one\nA third, longer line of this list\nA fourth",
        "• buy milk\n• water the plants in the yard\n• call the mayor",
        "By Ida Holm\nThe Harbor Ledger\nNovember 3, 2026",
        "Roses are red\nViolets are blue\nSugar is sweet\nAnd so are you",
        "One paragraph that is long enough to be one of the usual kind in the news, and goes on.\n"
        "Another that is as long as the first, or perhaps a little longer than it, it says here.\n"
        "A third that is much longer than the two in front of it, so that no width fits all of the "
        "breaks, and none of them is inside a sentence either.",
    ],
)
def test_lists_credits_verse_and_paragraphs_of_a_line_are_not_joined(text: str) -> None:
    assert unwrapped(text) == text


def test_items_begin_lines_of_their_own() -> None:
    items = "- The first item is long enough\n  to be wrapped in the column\n- The second one"
    text = f"{wrapped_story(STORY, 34, chr(10) * 2).text}\n{items}"

    assert unwrapped(text).splitlines()[-3:] == [
        "",
        "- The first item is long enough   to be wrapped in the column",
        "- The second one",
    ]


@pytest.mark.parametrize("width", range(26, 70))
def test_initials_numbers_and_dashes_in_a_sentence_begin_no_item(width: int) -> None:
    paragraph = (
        "The chairman of the board – a former teacher – was asked by Charles E. Holm, Cy Lund "
        "and Jane R. Roe, who own some 2. 5 per cent of it – or so they say – since March."
    )
    story = Story(None, f"{STORY.text}\n{paragraph}\n")

    wrapped = wrapped_story(story, width, "\n\n").text

    assert unwrapped(wrapped).splitlines()[-1] == paragraph
