"""The layouts of others that are rows in one file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eval.questions import Evidence, Kind, Turn
from eval.sets import check, load

Write = Callable[..., Path]

_TEXT = "The ferry sank in 1912. Nobody was hurt. The ferry was rebuilt."


def test_rows_with_a_passage_are_asked_about_that_passage(write: Write) -> None:
    quoted = {
        "id": "q1",
        "question": "When?",
        "text": _TEXT,
        "answers": ["1912"],
        "domain": "cnn",
        "evidence": [{"quote": "The ferry sank in 1912.", "start": 0}],
        "history": [{"role": "user", "text": "What sank?"}],
        "ambiguous": False,
    }
    plain = {"id": "q2", "question": "Who was um hurt?", "context": _TEXT, "answers": ["Nobody"]}
    none = {"id": "q3", "question": "Why?", "context": _TEXT, "answers": [], "answerable": False}
    path = write("rows.jsonl", quoted, plain, none)

    found = load(path)

    (article,) = found.documents or []
    first, second, third = found.cases
    assert found.passage_given
    assert first.evidence == [
        Evidence(article=article.id, quote="The ferry sank in 1912.", start=0)
    ]
    assert (first.history, first.type) == ([Turn("user", "What sank?")], "cnn")
    assert second.evidence == [Evidence(article=article.id, quote="Nobody")]
    assert third.evidence == [Evidence(article=article.id, kind="passage")]
    assert third.answerable is False


def test_a_quote_that_is_not_in_its_passage_is_a_fault(write: Write) -> None:
    row = {"id": "q1", "question": "When?", "text": _TEXT, "evidence": [{"quote": "in 1913"}]}

    (fault,) = check(write("rows.jsonl", row))

    assert (fault.line, fault.field) == (1, "evidence[0].quote")


def test_passages_of_hotpotqa_are_the_articles(write: Write) -> None:
    docs = [
        {"doc_id": "Ferry", "sentences": ["The ferry sank.", "Nobody was hurt."]},
        {"doc_id": "Kelp", "sentences": ["Kelp grows."]},
    ]
    row = {
        "id": "q1",
        "question": "Who was hurt?",
        "answers": ["Nobody"],
        "type": "bridge",
        "docs": docs,
        "evidence": [{"doc_id": "Ferry", "sentence": 1, "quote": "Nobody was hurt."}],
        "answerable": None,
    }

    found = load(write("hotpot.jsonl.gz", row, {**row, "id": "q2"}))

    texts = {d.id: d.text for d in found.documents or []}
    assert texts == {"Ferry": "The ferry sank. Nobody was hurt.", "Kelp": "Kelp grows."}
    assert found.cases[1].evidence == [Evidence(article="Ferry", quote="Nobody was hurt.")]
    assert not found.passage_given


def test_evidence_with_its_article_becomes_that_article(write: Write) -> None:
    one = {"doc_id": "d1", "quote": "The ferry sank.", "title": "Ferry", "source": "Ledger"}
    two = {**one, "quote": "Nobody was hurt.", "published": "2023-10-06T21:31:00+00:00"}
    null = {"id": "q2", "question": "Why?", "answers": ["Insufficient information."]}
    path = write(
        "multihop.jsonl",
        {"id": "q1", "question": "What?", "answers": ["Yes"], "evidence": [one, two, one]},
        {**null, "answerable": False, "evidence": [], "type": "null_query"},
    )

    found = load(path)

    (article,) = found.documents or []
    assert article.text == "The ferry sank.\n\nNobody was hurt."
    assert (article.id, article.title, article.outlet) == ("d1", "Ferry", "Ledger")
    assert [e.quote for e in found.cases[0].evidence][:2] == ["The ferry sank.", "Nobody was hurt."]
    assert (found.cases[1].answerable, found.cases[1].answers) == (False, [])


def test_turns_with_a_rewrite_are_follow_ups(write: Write) -> None:
    row = {"id": "q1", "dialog": "d", "topic": [None], "question": "Why?", "rewrite": "Why sink?"}

    found = load(write("dialogues.jsonl", {**row, "history": [{"role": "user", "text": "Who?"}]}))

    assert (found.kind, found.documents) == (Kind.FOLLOW_UPS, None)
    assert found.cases[0].rewrite == "Why sink?"
    assert found.cases[0].history == [Turn("user", "Who?")]


def test_the_answers_of_a_dialogue_are_its_article(write: Write) -> None:
    first = {"role": "user", "text": "Who sank?"}, {"role": "assistant", "text": "The  Ada."}
    second = {"role": "user", "text": "Why?"}, {"role": "assistant", "text": "I don't know."}
    rows = [
        {
            "id": f"d{n}",
            "dialog": "d",
            "topic": ["Ships"],
            "question": q,
            "rewrite": q,
            "history": h,
        }
        for n, (q, h) in enumerate(
            [("Who sank?", []), ("Why?", [*first]), ("When?", [*first, *second])]
        )
    ]

    found = load(write("dialogues.jsonl", *rows))

    (article,) = found.documents or []
    assert (article.id, article.title, article.text) == ("d", "Ships", "The Ada.")
    assert [case.evidence for case in found.cases] == [
        [Evidence(article="d", quote="The Ada.", start=0)],
        [Evidence(article="d", kind="passage")],
        [Evidence(article="d", kind="passage")],
    ]


def test_candidate_sentences_are_articles_of_their_case(write: Write) -> None:
    row = {"id": "s1", "question": "Who?", "sentences": ["No.", " ", "Ann did."], "gold": [2]}

    found = load(write("candidates.jsonl", row))

    assert found.kind is Kind.SENTENCES
    assert {d.id: d.text for d in found.documents or []} == {"s1/0": "No.", "s1/2": "Ann did."}
    assert found.cases[0].evidence == [Evidence(article="s1/2")]


def test_labelled_sentences_are_gathered_by_their_question(write: Write) -> None:
    rows = [("Who ?", "No .", 0), ("When ?", "In 1912 .", 0), ("Who ?", "Ann did .", 1)]
    path = write(
        "labels.jsonl", *({"question": q, "sentence": s, "label": label} for q, s, label in rows)
    )

    found = load(path)

    assert [(c.id, c.question, c.answerable) for c in found.cases] == [
        ("q1", "Who ?", True),
        ("q2", "When ?", False),
    ]
    assert {d.id: d.text for d in found.documents or []} == {
        "q1/0": "No .",
        "q1/1": "Ann did .",
        "q2/0": "In 1912 .",
    }
    assert found.cases[0].evidence == [Evidence(article="q1/1")]


def test_pairs_share_the_sentence_that_answers_both(write: Write) -> None:
    pair = {"question": "Who?", "sentence": "Ann rebuilt it.", "answerable": True}

    found = load(write("pairs.jsonl", {"id": "a", **pair}, {"id": "b", **pair}))

    (article,) = found.documents or []
    assert article.text == "Ann rebuilt it."
    assert [c.evidence for c in found.cases] == [[Evidence(article=article.id)]] * 2


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"id": "a", "text": "He said.", "attributions": []}, Kind.QUOTES),
        ({"id": "p", "html": "<p>x</p>", "article_body": "x"}, Kind.PAGES),
        ({"id": "p", "html": "<p>x</p>", "expected_html": "<p>x</p>"}, Kind.PAGES),
    ],
)
def test_the_data_of_other_measurements_is_recognised_and_not_read(
    write: Write, row: dict[str, object], kind: Kind
) -> None:
    found = load(write("rows.jsonl.gz", row))

    assert (found.kind, found.cases) == (kind, [])


def test_an_empty_question_in_a_published_set_is_left_out(write: Write) -> None:
    rows = [{"id": f"q{n}", "question": q, "context": _TEXT} for n, q in enumerate(["", "When?"])]

    assert [case.id for case in load(write("rows.jsonl", *rows)).cases] == ["q1"]
