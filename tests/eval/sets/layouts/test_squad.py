"""SQuAD's layout: offsets that hold, answers of both kinds, faults with their place."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.questions import Evidence
from eval.sets import check, load
from eval.sets.steps.set_builder import nearest_occurrence
from index.errors import UnreadableFileError

Write = Callable[..., Path]

_CONTEXT = "Kelp grows fast.  Kelp feeds urchins;\r\nit grows to 60 metres.\n"


def _document(*questions: dict[str, Any], title: str = "Kelp_forest") -> dict[str, Any]:
    paragraph = {"context": _CONTEXT, "qas": list(questions)}
    return {"version": "2.0", "data": [{"title": title, "paragraphs": [paragraph]}]}


def _asked(**fields: Any) -> dict[str, Any]:
    return {"id": "q1", "question": "How tall?", "answers": [], **fields}


def test_paragraphs_become_articles_whose_offsets_hold(write: Write) -> None:
    answers = [{"text": "60 metres", "answer_start": 51}, {"text": "60", "answer_start": 51}]
    path = write("dev.json", _document(_asked(answers=answers, type="number")))

    found = load(path)

    assert found.documents is not None
    (article,), (case,) = found.documents, found.cases
    assert article.text == _CONTEXT
    assert article.title == "Kelp_forest"
    assert found.passage_given
    assert case.answers == ["60 metres", "60"]
    assert (case.answerable, case.type, case.together) == (True, "number", False)
    for evidence in case.evidence:
        start, quote = evidence.start or 0, evidence.quote or ""
        assert evidence.article == article.id
        assert _CONTEXT[start : start + len(quote)] == quote


def test_the_id_of_a_passage_stays_the_same_whatever_else_the_file_holds(write: Write) -> None:
    alone = load(write("one.json", _document(_asked())))
    other = {"title": "Kelp_forest", "paragraphs": [{"context": "Another.", "qas": []}]}
    both = {"data": [other, *_document(_asked())["data"]]}

    assert alone.documents is not None
    assert alone.documents[0].id in {d.id for d in load(write("two.json", both)).documents or []}


def test_an_impossible_question_names_its_passage_and_no_answer(write: Write) -> None:
    plausible = [{"text": "fast", "answer_start": 11}]
    asked = _asked(is_impossible=True, plausible_answers=plausible)

    found = load(write("dev.json", _document(asked)))

    (case,) = found.cases
    assert (case.answerable, case.answers) == (False, [])
    assert case.evidence == [Evidence(article=(found.documents or [])[0].id, kind="passage")]


def test_with_multi_span_all_answers_together_are_the_answer(write: Write) -> None:
    answers = [{"text": "fast", "answer_start": 11}, {"text": "60 metres", "answer_start": 51}]

    (case,) = load(write("dev.json", _document(_asked(answers=answers, multi_span=True)))).cases

    assert case.together
    assert case.answers == ["fast", "60 metres"]


def test_a_wrong_offset_moves_to_the_nearest_occurrence(write: Write) -> None:
    # "Kelp" stands at 0 and at 18; 14 is nearer to 18.
    asked = _asked(answers=[{"text": "Kelp", "answer_start": 14}])

    (case,) = load(write("dev.json", _document(asked))).cases

    assert case.evidence[0].start == 18


@pytest.mark.parametrize(
    ("quote", "start", "place"),
    [
        ("ab", 0, 0),
        ("ab", 1, 0),
        ("ab", 3, 4),  # equally far would be 2, but "ab" stands at 0, 4 and 8
        ("ab", -5, 0),
        ("ab", 99, 8),
        ("zz", 3, None),
    ],
)
def test_the_nearest_place(quote: str, start: int, place: int | None) -> None:
    assert nearest_occurrence("ab..ab..ab", quote, start) == place


def test_every_fault_names_its_place_in_the_document(write: Write) -> None:
    document = _document(
        _asked(answers=[{"text": "not there", "answer_start": 3}]),
        {"id": "q2", "answers": []},
        _asked(id="q3", answers=[{"text": "fast"}]),
    )
    document["data"] += [{"title": "No paragraphs"}, {"paragraphs": [{"context": 7, "qas": []}]}]

    found = [(fault.field, fault.message) for fault in check(write("dev.json", document))]

    paragraph = "data[0].paragraphs[0].qas"
    expected = "expected SQuAD's layout: "
    assert found == [
        (f"{paragraph}[0]", "answer 'not there' does not occur in its paragraph"),
        (f"{paragraph}[1]", f"{expected}Object missing required field `question`"),
        (f"{paragraph}[2].answers[0]", f"{expected}Object missing required field `answer_start`"),
        ("data[1].paragraphs", f"{expected}a list of paragraphs"),
        ("data[2].paragraphs[0].context", f"{expected}Expected `str`, got `int`"),
    ]


def test_a_document_that_is_cut_off_names_its_last_line(tmp_path: Path) -> None:
    path = tmp_path / "dev.json"
    path.write_text(json.dumps(_document(_asked()), indent=1)[:-8], encoding="utf-8")

    with pytest.raises(UnreadableFileError, match=r"dev\.json, line \d+: is not JSON"):
        load(path)


def test_a_repeated_id_with_another_question_gets_a_number(write: Write) -> None:
    document = _document(_asked(), _asked(question="How fast?"), _asked())

    found = load(write("dev.json", document))

    # The third repeats the first exactly, and says nothing new.
    assert [(c.id, c.question) for c in found.cases] == [("q1", "How tall?"), ("q1#2", "How fast?")]
