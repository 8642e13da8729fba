"""Which sentences are read: the best ones with their neighbours, none twice."""

import pytest
from msgspec import structs

from index.records import Article, Span
from index.text.segmentation.positions import sentence_at
from service.candidates import Candidate
from service.reading.windows import choose_windows, head_of, windows_of_quotations

TEXT = "".join(f"Sentence number {n:02d} is here. " for n in range(20))
LENGTH = len("Sentence number 00 is here.")
SENTENCES = tuple(Span(n * (LENGTH + 1), n * (LENGTH + 1) + LENGTH) for n in range(20))
ARTICLE = Article(
    id="a",
    collection="default",
    version="v",
    text=TEXT,
    format="txt",
    origin="a.txt",
    sentences=SENTENCES,
)


def candidate(number: int, confidence: float = 0.5) -> Candidate:
    return Candidate(article=ARTICLE, version_pk=1, quote=SENTENCES[number], confidence=confidence)


def test_a_window_is_a_sentence_with_its_neighbours_as_far_as_they_fit() -> None:
    (window,) = choose_windows([candidate(7)], 5, 3 * LENGTH + 2)

    assert (window.first, window.last) == (6, 8)
    assert window.text == TEXT[SENTENCES[6].start : SENTENCES[8].end]
    assert [window.text[s.start : s.end] for s in window.sentences] == [
        TEXT[s.start : s.end] for s in SENTENCES[6:9]
    ]


def test_a_window_at_the_end_grows_backwards() -> None:
    (window,) = choose_windows([candidate(19)], 5, 3 * LENGTH + 2)

    assert (window.first, window.last) == (17, 19)


def test_a_sentence_inside_an_earlier_window_gets_none_of_its_own() -> None:
    windows = choose_windows([candidate(7), candidate(8), candidate(12)], 5, 3 * LENGTH + 2)

    assert [(w.first, w.last) for w in windows] == [(6, 8), (11, 13)]


def test_a_sentence_longer_than_a_window_is_one_by_itself() -> None:
    (window,) = choose_windows([candidate(3)], 5, 5)

    assert (window.first, window.last) == (3, 3)


def test_quotations_close_together_share_a_window() -> None:
    quotations = [candidate(number) for number in (7, 8, 12, 6, 18)]
    other = structs.replace(candidate(7), version_pk=2)

    windows = windows_of_quotations([*quotations, other], 3, 3 * LENGTH + 2)

    held = [(w.first, w.last, w.version_pk, own) for w, own in windows]
    assert held == [
        (6, 8, 1, [quotations[0], quotations[1], quotations[3]]),
        (11, 13, 1, [quotations[2]]),
        (17, 19, 1, [quotations[4]]),
    ]


def test_no_more_windows_than_asked_for() -> None:
    chosen = [candidate(number) for number in (0, 5, 10, 15)]

    assert [w.first for w in choose_windows(chosen, 2, 5)] == [0, 5]
    assert choose_windows(chosen, 0, 5) == []


def test_an_offset_belongs_to_the_sentence_around_it() -> None:
    assert [sentence_at(ARTICLE, SENTENCES[4].start + extra) for extra in (0, 5, 26)] == [4, 4, 4]
    assert sentence_at(ARTICLE, 0) == 0


def test_a_window_is_read_under_its_articles_title() -> None:
    titled = structs.replace(ARTICLE, title="A_bridge in Porto")
    named, untitled = (
        choose_windows([structs.replace(candidate(9), article=article)], 1, 5)[0]
        for article in (titled, ARTICLE)
    )
    (first,) = choose_windows([candidate(0)], 1, 5)

    assert named.head == "A bridge in Porto"
    assert untitled.head == "Sentence number 00 is here."
    assert first.head == ""


@pytest.mark.parametrize("title", [None, "", "  ", "Sentence number"])
def test_the_first_sentence_stands_in_for_a_title_that_says_nothing(title: str | None) -> None:
    assert head_of(title, "Sentence number 00 is here. ") == "Sentence number 00 is here."


def test_what_may_be_marked_of_a_window_begins_behind_the_dateline() -> None:
    text = "PORT ELLERY — The city closed the bridge. It reopens in May."
    article = structs.replace(ARTICLE, text=text, sentences=(Span(0, 41), Span(42, len(text))))
    whole = Candidate(article=article, version_pk=1, quote=Span(0, 41), confidence=0.5)

    (window,) = choose_windows([whole], 5, 200)

    assert [text[s.start : s.end] for s in window.sentences_without_datelines] == [
        "The city closed the bridge.",
        "It reopens in May.",
    ]


def test_what_one_outlet_says_again_and_again_leaves_windows_to_others() -> None:
    other = structs.replace(ARTICLE, id="b", outlet="Post", text=TEXT.replace("umber", "otice"))
    same = [structs.replace(candidate(1), version_pk=n) for n in range(20)]
    elsewhere = structs.replace(candidate(1), article=other, version_pk=99)

    windows = choose_windows([*same, elsewhere], 6, 5)

    assert [w.version_pk for w in windows] == [0, 1, 2, 99, 3, 4]
