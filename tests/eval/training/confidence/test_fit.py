"""What the reader's weights are fitted on: candidates, and the same question without its answer."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs

from eval.questions import Case, Evidence
from eval.sets.layouts.common import OF_ANOTHER_TIME
from eval.training.confidence.answer_matcher import AnswerMatcher
from eval.training.confidence.candidates import (
    CandidateList,
    collect,
    load_lists,
    open_engine,
    save_lists,
)
from eval.training.confidence.negatives import (
    Searched,
    found_blank,
    found_elsewhere,
    found_without,
)
from eval.training.confidence.regressions import fit, fit_deciding, fit_ranking
from eval.training.confidence.reports import fitted, report_folds
from index.errors import UnreadableFileError
from index.records import Filters, Query, Span
from index.search import DENSE_WEIGHT, Found, search
from service.candidates import Candidate
from service.engine import Engine
from service.settings import load
from tests.conftest import Shelf, story

QUESTION = "What did the bridge over the river cost?"


def _searched(shelf: Shelf, answer: str) -> tuple[Sequence[Found], Sequence[Found]]:
    """What is found, and what is where nothing holds the answer."""
    opened = shelf.opened()
    vector = opened.embedder.embed_questions([QUESTION])
    query = Query(question=QUESTION)
    case = Case(id="c", question=QUESTION, answers=[answer], answerable=True)
    found = search(opened, query, vector)
    return found, found_without(opened, query, vector, found, AnswerMatcher(case, opened.lexical))


def _shelf(shelf: Shelf) -> None:
    shelf.add(
        story("right", "The bridge over the river did cost 41 million.", title="Bridge cost"),
        story("copy", "What did the bridge cost? It cost 41 million.", title="Again"),
        story("other", "A bridge was painted. Nobody knows the price.", title="Paint"),
        story("third", "The river rose. It rained.", title="Rain"),
    )


def test_without_the_articles_that_answer_the_search_is_made_again(shelf: Shelf) -> None:
    _shelf(shelf)
    found, without = _searched(shelf, "41 million")

    assert {item.located.article.id for item in found} >= {"right", "copy", "other"}
    assert {item.located.article.id for item in without} <= {"other", "third"}
    # Scores are on the scale of what is left, as if the others had never been there.
    best = max((item.hit.scores for item in without), key=lambda scores: scores.lexical or 0.0)
    assert best.lexical
    assert best.fused == pytest.approx(DENSE_WEIGHT * (best.dense or 0.0) + 1 - DENSE_WEIGHT)


def test_where_nothing_answers_nothing_is_searched_again(shelf: Shelf) -> None:
    _shelf(shelf)
    found, without = _searched(shelf, "Lisbon")

    assert without is found


def test_articles_that_answer_in_other_words_are_taken_away_too(shelf: Shelf) -> None:
    _shelf(shelf)
    words = ("harbour", "market", "school", "garden", "library")
    shelf.add(*(story(f"f{n}", f"The {words[n % 5]} opened, number {n}.") for n in range(60)))
    shelf.add(story("words", "The bridge did cost forty-one millions.", title="Bridge"))

    found, rare = _searched(shelf, "forty-one altogether")
    again, common = _searched(shelf, "it opened")

    assert "words" in {item.located.article.id for item in found}
    assert "words" not in {item.located.article.id for item in rare}
    # A word that many passages hold does not identify an answer.
    assert common is again


@pytest.mark.short(1)
@pytest.mark.parametrize(
    ("marked", "is_right"),
    [("Lt. Nyota Uhura", True), ("Uhura", True), ("the lieutenant", True), ("a captain", False)],
)
def test_a_highlight_that_means_the_same_is_right(
    shelf: Shelf, marked: str, is_right: bool
) -> None:
    text = f"She played {marked} on television."
    shelf.add(*(story(f"f{n}", f"A captain spoke, number {n}.") for n in range(60)))
    shelf.add(story("role", text))
    opened = shelf.opened()
    article = opened.library.article(opened.collection, "role")
    start = text.index(marked)
    candidate = Candidate(
        article=article,
        version_pk=1,
        quote=Span(0, len(text)),
        highlight=Span(start, start + len(marked)),
    )
    case = Case(id="c", question="Whom did she play?", answers=["Lieutenant Uhura"])

    matcher = AnswerMatcher(case, opened.lexical)

    assert matcher.is_given_by(candidate) is is_right
    unmarked = structs.replace(candidate, highlight=None)
    assert not matcher.is_given_by(unmarked)


def test_a_common_word_is_right_only_where_it_was_marked(shelf: Shelf) -> None:
    shelf.add(*(story(f"f{n}", f"There were three goals in match {n}.") for n in range(60)))
    text = "Three men left. The judge freed three of them."
    shelf.add(story("court", text))
    opened = shelf.opened()
    evidence = Evidence(article="court", quote="three", start=text.index("three"))
    case = Case(id="c", question="How many were freed?", answers=["three"], evidence=[evidence])

    matcher = AnswerMatcher(case, opened.lexical)

    def candidate(id: str, quote: Span) -> Candidate:
        article = opened.library.article(opened.collection, id)
        return Candidate(article=article, version_pk=1, quote=quote)

    last = Span(text.index("The judge"), len(text))
    assert matcher.is_in_quote(candidate("court", last))
    assert not matcher.is_in_quote(candidate("court", Span(0, last.start)))
    assert not matcher.is_in_quote(candidate("f7", Span(0, 30)))
    found = {n: opened.library.article(opened.collection, n) for n in ("court", "f7")}
    assert [name for name, article in found.items() if matcher.is_in_article(article)] == ["court"]


def test_where_all_articles_answer_nothing_is_left(shelf: Shelf) -> None:
    shelf.add(story("right", "The bridge did cost 41 million.", title="Bridge"))
    _, without = _searched(shelf, "41 million")

    assert list(without) == []


@pytest.mark.gate
@pytest.mark.model
def test_what_nobody_judged_counts_only_where_nothing_found_answers(tmp_path: Path) -> None:
    data = str(tmp_path / "library")
    engine = Engine(load({}, data=data, reader="sentence"))
    engine.open()
    stories = [
        story("cost", "The bridge over the river did cost 41 million."),
        story("b", "It rained."),
    ]
    assert len(list(engine.ingester.add(engine.collection(None), stories))) == 2
    engine.close()
    judged = Case(id="judged", question=QUESTION, answers=["41 million"], answerable=True)
    known = structs.replace(judged, id="known", answerable=None)
    unknown = structs.replace(known, id="unknown", answers=["7 million"])
    # Its match is an accident, and says as little.
    accident = structs.replace(judged, id="accident", type=OF_ANOTHER_TIME)
    unasked = structs.replace(known, id="unasked", answers=[])

    cases = [judged, known, unknown, accident, unasked]
    lists = collect(open_engine(data, "sentence"), cases, "sentence")

    found = [(one.question, one.answerable) for one in lists]
    assert found == [("judged", True), ("judged", False), ("unknown", False)]
    assert [any(one.labels) for one in lists] == [True, False, False]


def _lists(count: int) -> list[CandidateList]:
    """Ten candidates each: `good` says which comes first, `late` that it does not answer."""
    rng = np.random.default_rng(1)
    lists = []
    for number in range(count):
        late = float(number % 2)
        features = [{"good": float(rng.normal()), "late": late} for _ in range(9)]
        features.append({"good": 4.0, "late": late})
        lists.append(
            CandidateList(
                question=f"q{number // 2}",
                features=features,
                labels=[False] * 9 + [not late],
                answerable=not late,
            )
        )
    return lists


def test_what_ranks_and_what_decides_are_fitted_apart() -> None:
    lists = _lists(200)

    ranking = fit(lists, "span")
    deciding = fit_deciding(lists, ranking, "span")

    best, other = {"good": 4.0, "late": 0.0}, {"good": 0.0, "late": 0.0}
    assert ranking.probability(best) > ranking.probability(other)
    assert deciding.probability(best) > 0.8
    assert deciding.probability(best | {"late": 1.0}) < 0.2


def test_ranking_learns_from_what_differs_between_the_candidates_of_a_question() -> None:
    rng = np.random.default_rng(1)
    lists = []
    for number in range(300):
        # What is `easy` is answered more often, but that tells no candidate from the others.
        easy = float(number % 2)
        good = rng.normal(size=8)
        answers = bool(easy) or rng.random() < 0.3
        lists.append(
            CandidateList(
                question=f"q{number}",
                features=[{"good": float(value), "easy": easy} for value in good],
                labels=[answers and value == good.max() for value in good],
                answerable=answers,
            )
        )

    ranking = fit_ranking(lists, "span")

    assert ranking.features["good"] > 1.0
    assert ranking.features["easy"] == pytest.approx(0.0, abs=1e-3)
    assert ranking.features["repeated"] == fit(lists, "span").features["repeated"]


def test_what_decides_knows_how_far_the_first_is_ahead() -> None:
    rng = np.random.default_rng(1)
    lists = []
    for number in range(400):
        good = np.sort(rng.normal(size=5))[::-1]
        ahead = bool(good[0] - good[1] > 0.5)
        lists.append(
            CandidateList(
                question=f"q{number}",
                features=[{"good": float(value)} for value in good],
                labels=[ahead, *[False] * 4],
                words=["a", "b", "c", "d", "e"],
                answerable=ahead,
            )
        )
    found = fitted(lists, "span", 1.0)
    alone = lists[0]
    far = [{"good": 2.0}, *[{"good": -1.0}] * 4]
    close = structs.replace(alone, features=[{"good": 2.0}, {"good": 1.9}, *far[2:]])

    assert found.decided(structs.replace(alone, features=far))[0] > found.decided(close)[0]
    # The second answers with the same words: they are one answer.
    same = structs.replace(close, words=["a", "a", "c", "d", "e"])
    assert found.decided(same)[0] > found.decided(close)[0]


def test_each_quotation_is_judged_whatever_the_others_are() -> None:
    rng = np.random.default_rng(1)
    lists = []
    for number in range(200):
        margins = rng.normal(size=6) * 3
        right = margins + rng.normal(size=6) > 0
        lists.append(
            CandidateList(
                question=f"q{number}",
                features=[{"inside": float(margin), "said": 0.0} for margin in margins],
                labels=right.tolist(),
                answerable=bool(right.any()),
            )
        )

    found = fitted(lists, "said", 1.0)

    assert found.deciding is None
    judged = [pair for one in lists for pair in found.ranked(one)]
    sure = [label for probability, label in judged if 0.7 < probability < 0.9]
    assert 0.7 < sum(sure) / len(sure) < 0.9
    assert sum(probability for probability, _ in judged) == pytest.approx(
        sum(label for _, label in judged), rel=0.02
    )


def test_candidates_are_kept_and_only_loaded_for_the_same_sets(tmp_path: Path) -> None:
    file, lists = tmp_path / "lists.json", _lists(4)
    save_lists(file, "span", ["questions", "library"], lists)

    assert load_lists(file, "span", ["questions", "library"]) == lists
    with pytest.raises(UnreadableFileError, match=r"kind span, made of questions, library"):
        load_lists(file, "within", ["questions", "library"])
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(UnreadableFileError, match=r"lists\.json.*delete it"):
        load_lists(file, "span", ["questions", "library"])


def test_folds_judge_each_question_by_weights_that_never_saw_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Half of the right ones have a mark that no other question has: to be learned by heart only.
    lists = [
        structs.replace(
            r,
            features=[{f"only {r.question}" if number % 4 else "good": float(y)} for y in r.labels],
        )
        for number, r in enumerate(_lists(60))
    ]

    report_folds(lists, "sentence", 100.0, 5)

    printed = capsys.readouterr().out
    assert "5 folds: 30 answerable, first 0.500" in printed
    # The same weights on what they were fitted on.
    found = fitted(lists, "sentence", 100.0)
    assert all(found.ranked(r)[0][1] for r in lists if r.answerable)


def test_blank_sentences_leave_the_article_and_all_its_places(shelf: Shelf) -> None:
    _shelf(shelf)
    found, _ = _searched(shelf, "41 million")

    blank = found_blank(found, ["41 million"])

    texts = {item.located.article.id: item.located.article.text for item in blank}
    before = {item.located.article.id: item.located.article.text for item in found}
    assert {id for id in texts if "41 million" in texts[id]} == set()
    assert {id: len(text) for id, text in texts.items()} == {
        id: len(text) for id, text in before.items()
    }
    assert texts["other"] == before["other"]
    assert "What did the bridge cost?" in texts["copy"]
    assert found_blank(found, ["Lisbon"]) == []


def test_the_next_best_article_that_does_not_answer_is_asked_instead(shelf: Shelf) -> None:
    _shelf(shelf)
    opened = shelf.opened()
    vector = opened.embedder.embed_questions([QUESTION])
    query = Query(question=QUESTION, filters=Filters(article_ids=("right",)))
    case = Case(id="c", question=QUESTION, answers=["41 million"], answerable=True)
    made = Searched(opened, query, vector, search(opened, query, vector))

    elsewhere = found_elsewhere(made, AnswerMatcher(case, opened.lexical))

    (other,) = {item.located.article.id for item in elsewhere}
    assert other in {"other", "third"}
