"""The words of a page are its own: none is made of two, and none is cut in two."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.formats import read_bytes
from index.formats.steps.html.text import element_text, parse_html
from index.records import Document

LEAD = (
    "The harbour board of Lindesby voted on Tuesday to rebuild the north quay after two winters "
    "of storm damage, and work is to begin in April and to last fourteen months."
)
_WORD = re.compile(r"\w+")


def text_of(markup: str) -> str:
    (found,) = read_bytes(markup.encode(), "a.html")
    assert isinstance(found, Document), found
    return found.text


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<div>The firemen<div>brought it back</div>to the sea.</div>", "firemen\n\nbrought it"),
        ("<div>Paid<ul><li>by the town</li></ul>in May.</div>", "by the town"),
    ],
)
def test_blocks_in_blocks_do_not_join_words(markup: str, words: str) -> None:
    page = f"<article><p>{LEAD}</p>{markup}<p>{LEAD.replace('April', 'June')}</p></article>"
    assert words in text_of(f"<html><body>{page}</body></html>")


def test_what_is_left_out_does_not_join_the_words_around_it() -> None:
    page = '<body><div>The seal<div class="ad-box sidebar">Buy.</div>swam off.</div></body>'
    assert text_of(f"<html>{page}</html>") == "The seal\n\nswam off."


_INNER = st.recursive(
    st.sampled_from(["seal", "canal", "firemen", "the sea", "on Monday"]),
    lambda inner: st.tuples(
        st.sampled_from(["div", "p", "span", "b", "section", "center", "li", "td", "blockquote"]),
        st.lists(inner, min_size=1, max_size=3),
    ).map(lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"),
    max_leaves=8,
)


@given(st.lists(_INNER, min_size=1, max_size=4))
def test_every_word_of_the_text_is_a_word_of_the_page(blocks: list[str]) -> None:
    markup = f"<html><body><article><p>{LEAD}</p>{''.join(blocks)}</article></body></html>"
    tree, _ = parse_html(markup)
    of_page = set(_WORD.findall(element_text(tree)))
    assert set(_WORD.findall(text_of(markup))) <= of_page
