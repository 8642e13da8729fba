import pytest

from eval.peers.judging import judge_replies
from eval.peers.process import PeerError
from eval.peers.protocol import PeerAnswer, TimedReply
from eval.peers.shared_sample import SharedSample
from tests.eval.peers.conftest import case, document

TEXT = "It cost 41 million euros, the mayor said."


def answer(text: str, quote: str, context: str | None = None) -> PeerAnswer:
    answer: PeerAnswer = {"text": text, "quote": quote, "article": "bridge", "score": 0.5}
    return answer if context is None else {**answer, "context": context}


def reply_with(*answers: PeerAnswer, passages: tuple[str, ...] = ()) -> TimedReply:
    return {
        "answers": list(answers),
        "passages": [{"article": "bridge", "text": text} for text in passages],
        "ms": 12.0,
    }


@pytest.fixture
def one() -> SharedSample:
    return SharedSample(
        [case("cost", "What did it cost?", "41 million euros", "bridge")],
        [document("bridge", TEXT)],
    )


def test_an_answer_is_right_when_its_quote_holds_a_known_one(one: SharedSample) -> None:
    reply = reply_with(answer("said", "the mayor said"), answer("41 million", TEXT))

    (record,) = judge_replies(one, [reply])

    assert {name: share.part for name, share in record.scores.items()} == {
        "answer recall@1": 0.0,
        "answer recall@5": 1.0,
        "answer recall@10": 1.0,
        "passage recall@1": 0.0,
        "passage recall@5": 0.0,
        "passage recall@10": 0.0,
        "exact match": 0.0,
        "token F1": 0.0,
    }
    assert [shown.right for shown in record.found] == [False, True]
    assert record.right is False
    assert record.answered is True
    assert record.timings_ms == {"total": 12.0}


def test_the_most_concise_form_of_the_first_answer_is_measured_as_in_squad(
    one: SharedSample,
) -> None:
    reply = reply_with(answer("cost 41 million euros", TEXT), passages=("Nothing.", TEXT))

    (record,) = judge_replies(one, [reply])

    # Tokens: 3 of the 4 given are right, and all 3 that are known: F1 = 2 * .75 * 1 / 1.75.
    assert record.scores["token F1"].part == pytest.approx(1.5 / 1.75)
    assert record.scores["exact match"].part == 0.0
    assert record.scores["answer recall@1"].part == 1.0
    assert record.scores["passage recall@1"].part == 0.0
    assert record.scores["passage recall@5"].part == 1.0


def test_answers_have_offsets_only_if_the_article_contains_them(one: SharedSample) -> None:
    reply = reply_with(
        answer("41 million euros", "41 million euros"), answer("other", "other words")
    )

    (record,) = judge_replies(one, [reply])

    assert [(shown.start, shown.end) for shown in record.found] == [(8, 24), (-1, -1)]


def test_contexts_count_if_any_reply_has_them(one: SharedSample) -> None:
    two = SharedSample([*one.cases, *one.cases], one.documents)
    replies = [reply_with(answer("mayor", "mayor", context=TEXT)), reply_with()]

    first, second = judge_replies(two, replies)

    assert first.scores["context recall@1"].part == 1.0
    assert first.scores["answer recall@1"].part == 0.0
    assert second.scores["context recall@1"].part == 0.0
    assert second.answered is False


def test_a_question_on_which_a_system_failed_counts_as_wrong(one: SharedSample) -> None:
    (record,) = judge_replies(one, [PeerError("LookupError: nothing here")])

    assert record.scores["answer recall@10"].part == 0.0
    assert record.right is False
    assert record.reason == "failed: LookupError: nothing here"
    assert record.timings_ms == {}
