"""Further spans of a sentence that answer a question for several things."""

from index.records import Article, Span
from service.candidates import Candidate
from service.reading.decoding import ScoredSpan
from service.reading.list_items import with_list_items
from service.reading.windows import Window

TEXT = "It hit Lisbon, Porto and both. Vigo was spared."
ARTICLE = Article(
    id="a",
    collection="default",
    version="v",
    text=TEXT,
    format="txt",
    origin="a.txt",
    sentences=(Span(0, 30), Span(31, 47)),
)


def span(words: str, score: float) -> ScoredSpan:
    start = TEXT.index(words)
    return ScoredSpan(0, start, start + len(words), score, score, 0.5, None)


def items(best: ScoredSpan, *others: ScoredSpan, highlight: Span | None) -> list[str]:
    candidate = Candidate(
        article=ARTICLE, version_pk=1, quote=ARTICLE.sentences[0], highlight=highlight
    )
    window = Window(article=ARTICLE, version_pk=1, first=0, last=1, best=candidate)
    found = with_list_items(candidate, window, best, [best, *others])
    return [TEXT[one.start : one.end] for one in found.also]


LISBON = span("Lisbon", 8.0)
MARKED = Span(LISBON.start, LISBON.end)


def test_spans_of_the_same_sentence_with_about_the_same_score_are_items() -> None:
    assert items(LISBON, span("Porto", 3.5), span("It", 4.0), highlight=MARKED) == ["It", "Porto"]


def test_a_span_that_scores_much_lower_is_no_item() -> None:
    assert items(LISBON, span("Porto", 1.9), highlight=MARKED) == []
    assert items(span("Lisbon", -2.0), span("Porto", -6.5), highlight=MARKED) == []


def test_words_that_count_the_items_and_other_sentences_are_left_out() -> None:
    assert items(LISBON, span("both", 8.0), span("Vigo", 8.0), highlight=MARKED) == []


def test_an_answer_without_a_highlight_has_no_items() -> None:
    assert items(LISBON, span("Porto", 8.0), highlight=None) == []
