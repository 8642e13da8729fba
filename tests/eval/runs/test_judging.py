"""Questions asked of a real engine, judged by hand beforehand."""

import pytest
from msgspec import structs

from eval.questions import Case, Evidence
from eval.records import Record, Share
from eval.runs.asking import ask
from eval.runs.judging import Judge
from eval.runs.targets import InProcess
from index.errors import NotFoundError
from index.records import Document
from service.engine import Engine
from service.settings import Settings
from service.wire.asking import AskFilters


def _record(target: InProcess, within: str | None = None, **fields: object) -> Record:
    case = Case(**({"id": "1", "answerable": True} | fields))  # type: ignore[arg-type]
    return Judge(target, None).record(case, ask(target, case, None, within))


def test_a_right_first_answer_scores_everywhere(target: InProcess) -> None:
    record = _record(
        target,
        question="How many million euros did it cost?",
        answers=["41 million euros"],
        answerable=True,
        evidence=[Evidence(article="bridge", quote="It cost 41 million euros.")],
    )

    assert (record.answered, record.right, record.lost) == (True, True, None)
    assert record.scores["answer recall@1"] == Share(1)
    assert record.scores["answer MRR"] == Share(1)
    assert record.scores["article recall@1"] == Share(1)
    assert record.scores["citation recall"] == Share(1, 1)
    assert record.scores["law violations"] == Share(0)
    assert record.found[0].quote == "It cost 41 million euros."
    assert record.found[0].right
    assert record.confidence == record.found[0].confidence
    assert {"embed", "search", "read", "total", "round trip"} <= record.timings_ms.keys()


def test_the_highlight_is_what_is_matched_with_the_answers(target: InProcess) -> None:
    record = _record(
        target,
        question="How many million euros did it cost?",
        answers=["41 million euros"],
        answerable=True,
    )

    # Of "It cost 41 million euros." only the highlight counts, and that is the answer.
    assert record.found[0].highlight == "41 million euros"
    assert record.scores["exact match"] == Share(1)
    assert record.scores["token F1"] == Share(1)


def test_without_a_highlight_the_whole_quote_is_matched(target: InProcess) -> None:
    record = _record(target, question="harbour dredged in June", answers=["in June"])

    # "harbour was dredged in june" has five words, two of them right: 2 * 2 / (5 + 2).
    assert record.found[0].highlight is None
    assert record.scores["token F1"].part == pytest.approx(4 / 7)


def test_evidence_sentences_are_counted_over_all_that_is_cited(target: InProcess) -> None:
    record = _record(
        target,
        question="How many million euros did it cost?",
        answers=["41 million euros"],
        evidence=[Evidence(article="bridge", quote="41 million")],
    )

    cited = record.scores["evidence sentence precision"].whole
    assert record.scores["evidence sentence recall"] == Share(1, 1)
    assert record.scores["evidence sentence precision"] == Share(1, cited)
    assert cited >= 1


def test_an_unanswerable_question_is_right_when_it_is_refused(target: InProcess) -> None:
    record = _record(target, question="How do I subscribe to the newsletter?", answerable=False)

    assert record.answered is False
    assert record.right is False
    assert record.scores["exact match"] == Share(1)
    assert "answer recall@1" not in record.scores


def test_an_answer_that_no_article_contains_is_not_indexed(target: InProcess) -> None:
    record = _record(target, question="What is the capital?", answers=["Lisbon"], answerable=True)

    assert record.lost == "not indexed"


@pytest.mark.parametrize(
    ("within", "filters", "lost"),
    [
        (None, AskFilters(article_ids=["ferry"]), "not retrieved"),
        # Asked about one passage alone, nothing is searched: it can only be not read.
        ("ferry", AskFilters(), "not read"),
    ],
)
def test_an_answer_whose_article_is_filtered_out_is_not_retrieved_and_without_a_search_not_read(
    target: InProcess, within: str | None, filters: AskFilters, lost: str
) -> None:
    record = _record(
        target,
        within=within,
        filters=filters,
        question="How many million euros did it cost?",
        answers=["41 million euros"],
        evidence=[Evidence(article="bridge", quote="41 million euros")],
    )

    assert record.lost == lost
    assert ("fused passage recall@1" in record.scores) == (within is None)
    assert record.scores["answer recall@1"] == Share(0)


def test_an_answer_behind_another_is_outranked(target: InProcess) -> None:
    record = _record(
        target, question="How many million euros did it cost?", answers=["eleven weeks"]
    )

    assert record.lost == "outranked"
    assert record.right is False


def test_reading_ranks_the_passages_of_its_answers_first(target: InProcess) -> None:
    case = Case(
        id="1", question="How many million euros did it cost?", answers=["x"], answerable=True
    )
    replies = ask(target, case, None)
    assert replies.search is not None
    backwards = structs.replace(replies.search, passages=replies.search.passages[::-1])
    texts = [passage.text for passage in backwards.passages]
    place = next(n for n, text in enumerate(texts) if "41 million euros" in text)
    assert place > 0

    known = structs.replace(case, answers=["41 million euros"])
    record = Judge(target, None).record(known, structs.replace(replies, search=backwards))

    assert record.scores["fused passage recall@1"] == Share(0)
    assert record.scores["read passage recall@1"] == Share(1)


def test_words_attributed_to_somebody_else_have_the_wrong_speaker(target: InProcess) -> None:
    record = _record(
        target,
        question="Who said the bridge will halve the way to school?",
        answers=["halve the way to school"],
        speaker="Ada Holm",
    )

    assert record.lost == "wrong speaker"
    assert record.scores["speaker accuracy"] == Share(0, 1)


def test_a_right_answer_below_the_threshold_is_lost_there(settings: Settings) -> None:
    careful = Engine(structs.replace(settings, min_confidence=1.0))
    story = Document(id="bridge", text="It cost 41 million euros.", format="txt", origin="")
    list(careful.ingester.add(careful.collection(None), [story]))
    careful.open()

    record = _record(InProcess(careful), question="What did it cost?", answers=["41 million euros"])
    careful.close()

    assert (record.answered, record.right, record.lost) == (False, True, "below threshold")
    assert record.reason == "low_confidence"
    assert record.confidence > 0  # type: ignore[operator]


def test_graded_articles_are_ranked_by_their_best_passage(target: InProcess) -> None:
    record = _record(
        target,
        question="harbour dredged in June",
        answerable=None,
        evidence=[
            Evidence(article="harbour", kind="qrel:2"),
            Evidence(article="bridge", kind="qrel:0"),
        ],
    )

    assert record.right is None
    assert record.scores["article nDCG@10"] == Share(1)
    assert record.scores["article recall@1"] == Share(1)
    assert "answer recall@1" not in record.scores


def test_a_question_that_nobody_judged_is_asked_and_not_counted(target: InProcess) -> None:
    record = _record(
        target, question="How many million euros did it cost?", answers=["7"], answerable=None
    )

    assert (record.answered, record.right, record.lost) == (True, None, None)
    assert record.scores.keys() == {"law violations"}


def test_a_collection_that_is_not_there_is_an_error_for_the_run_to_record(
    target: InProcess,
) -> None:
    with pytest.raises(NotFoundError):
        ask(target, Case(id="1", question="What?"), "nowhere")


def test_a_maybe_is_a_refusal_in_every_score_and_counted_by_itself(settings: Settings) -> None:
    engine = Engine(structs.replace(settings, min_confidence=1.0, maybe_confidence=0.01))
    story = Document(id="bridge", text="It cost 41 million euros.", format="txt", origin="bridge")
    list(engine.ingester.add(engine.collection(None), [story]))
    engine.open()

    record = _record(
        InProcess(engine),
        question="How many million euros did it cost?",
        answers=["41 million euros"],
    )
    engine.close()

    assert (record.answered, record.lost) == (False, "below threshold")
    assert record.scores["answer recall@1"] == Share(0)
    assert record.scores["exact match"] == Share(0)
    assert (record.maybe, record.maybe_right) == (True, True)
