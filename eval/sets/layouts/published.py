"""Rows of published sets that include their articles, in many formats.

    {"id", "html", "article_body" or "expected_html"}            pages: Zyte, Readability
    {"id", "text", "attributions": [...]}                        quotations: PolNeAR
    {"id", "question", "answers", "evidence", "docs": [{"doc_id", "sentences"}]}      HotpotQA
    {"id", "question", "answers", "evidence": [{"doc_id", "quote", "title", ...}]}    MultiHop-RAG
    {"id", "question", "sentences": [...], "gold": [1]}          sentences to be ranked: SelQA
    {"question", "sentence", "label": 1}                         the same, one a row: TREC QA
    {"id", "question", "sentence"}                               the one sentence that answers
    {"id", "question", "context" or "text", "answers"}           QED, Disfl-QA, Abg-CoQA

Sources: Newell et al. 2018 (PolNeAR), Yang et al. 2018 (HotpotQA), Tang and Yang 2024
(MultiHop-RAG), Jurczyk et al. 2016 (SelQA), Wang et al. 2007 (TREC QA).
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

from msgspec import Struct, ValidationError, convert

from eval.questions import Kind, QuestionSet
from eval.sets.steps.faults import Faults, Place, fatal
from eval.sets.steps.files import Fields, Row, Sample, rows
from eval.sets.steps.set_builder import GIVEN, SetBuilder, evidence_rows, nearest_occurrence
from index.records import Document

T = TypeVar("T")
_TYPES = ("type", "domain", "explanation_type")


class _Shape(NamedTuple):
    """How rows are recognised and read; without `read`, whatever measures the set reads them."""

    recognises: Callable[[Fields], bool]
    read: Callable[[SetBuilder, Iterable[Row]], None] | None
    kind: Kind = Kind.ANSWERS
    passage_given: bool = False


class _Passage(Struct, frozen=True):
    doc_id: str
    sentences: list[str]


class _Quoted(Struct, frozen=True):
    doc_id: str
    quote: str
    title: str | None = None
    url: str | None = None
    published: str | None = None
    source: str | None = None


class _Candidates(Struct, frozen=True):
    id: str
    sentences: list[str]
    gold: list[int]
    title: str | None = None


class _Labelled(Struct, frozen=True):
    question: str
    sentence: str
    label: Literal[0, 1]


def recognises(sample: Sample) -> bool:
    """Whether any of the first rows has one of the shapes."""
    return _shape_of(sample) is not None


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read the set."""
    shape = _shape_of(Sample(path))
    if shape is None:
        raise fatal(path, "expected rows of a published set")
    builder = SetBuilder(path, faults)
    if shape.read is not None:
        shape.read(builder, rows(path, faults))
    return builder.finish(shape.kind, passage_given=shape.passage_given)


def _shape_of(sample: Sample) -> _Shape | None:
    return next((s for s in _SHAPES if any(map(s.recognises, sample.rows))), None)


def _read_documents(builder: SetBuilder, every: Iterable[Row]) -> None:
    """The passages of all rows together are the articles, their sentences joined by spaces."""
    for row in every:
        for one in _converted(row, row.fields.get("docs"), list[_Passage], "docs") or ():
            document = Document(
                id=one.doc_id, text=" ".join(one.sentences), title=one.doc_id,
                format="hotpotqa", origin=f"{builder.path.name}, line {row.line}",
            )  # fmt: skip
            builder.document(document, row.place)
        builder.case(row.fields, row.place, evidence_rows(row.fields.get("evidence")))


def _read_quoted(builder: SetBuilder, every: Iterable[Row]) -> None:
    """The articles are missing: the text of each consists of its quotes, one per paragraph."""
    articles: dict[str, list[_Quoted]] = {}
    for row in every:
        for quoted in _converted(row, _evidence(row.fields), list[_Quoted], "evidence") or ():
            articles.setdefault(quoted.doc_id, []).append(quoted)
        builder.case(row.fields, row.place, evidence_rows(row.fields.get("evidence")))
    for quotes in articles.values():
        first = quotes[0]
        document = Document(
            id=first.doc_id, text="\n\n".join(dict.fromkeys(quoted.quote for quoted in quotes)),
            format="sentences", origin=builder.path.name, title=first.title, url=first.url,
            published=first.published, outlet=first.source,
        )  # fmt: skip
        builder.document(document, builder.place)


def _read_candidates(builder: SetBuilder, every: Iterable[Row]) -> None:
    for row in every:
        found = _converted(row, row.fields, _Candidates)
        if found is not None:
            origin = f"{builder.path.name}, line {row.line}"
            _ranked(builder, row.fields, found.sentences, found.gold, row.place, origin)


def _read_labelled(builder: SetBuilder, every: Iterable[Row]) -> None:
    """The rows of one question form one case: "q1", "q2" and so on, in order of appearance."""
    asked: dict[str, list[_Labelled]] = {}
    places: dict[str, Place] = {}
    for row in every:
        labelled = _converted(row, row.fields, _Labelled)
        if labelled is not None:
            asked.setdefault(labelled.question, []).append(labelled)
            places.setdefault(labelled.question, row.place)
    for number, (question, group) in enumerate(asked.items(), start=1):
        right = [position for position, one in enumerate(group) if one.label]
        fields = {"id": f"q{number}", "question": question}
        texts = [one.sentence for one in group]
        _ranked(builder, fields, texts, right, places[question], builder.path.name)


def _ranked(
    builder: SetBuilder,
    fields: Fields,
    texts: list[str],
    right: list[int],
    place: Place,
    origin: str,
) -> None:
    """Each sentence that is not empty is an article, whose id ends in its number from 0."""
    for number, text in enumerate(texts):
        if text.strip():
            id = f"{fields['id']}/{number}"
            builder.document(Document(id=id, text=text, format="sentence", origin=origin), place)
    evidence = [{"article": f"{fields['id']}/{number}"} for number in right]
    builder.case({**fields, "answerable": bool(right), "answers": None}, place, evidence)


def _read_pairs(builder: SetBuilder, every: Iterable[Row]) -> None:
    """Each distinct sentence is an article, even if it answers several questions."""
    for row in every:
        article = builder.passage(row.fields, "sentence", row.place)
        if article is not None:
            builder.case({"answerable": True, **row.fields}, row.place, [{"article": article}])


def _read_passages(builder: SetBuilder, every: Iterable[Row]) -> None:
    """Evidence may quote the passage; without evidence, answers that occur in it serve as such."""
    for row in every:
        field = _text_field(row.fields) or "text"
        article = builder.passage(row.fields, field, row.place)
        if article is not None:
            type_ = next((row.fields[name] for name in _TYPES if row.fields.get(name)), None)
            evidence = _in_passage(row.fields, article, row.fields[field])
            builder.case({**row.fields, "type": type_}, row.place, evidence)


def _text_field(row: Fields) -> str | None:
    return next((name for name in ("context", "text") if isinstance(row.get(name), str)), None)


def _in_passage(row: Fields, article: str, text: str) -> list[Any]:
    given = [{"article": article, "kind": GIVEN}]
    if row.get("answerable") is False:
        return given
    marked = evidence_rows(row.get("evidence"), article=article)
    for item in marked:
        if isinstance(item, dict):
            quote, start = item.get("quote"), item.get("start")
            # Missing quotes are reported later.
            if isinstance(quote, str) and isinstance(start, int):
                item["start"] = nearest_occurrence(text, quote, start)
    answers = row.get("answers")
    found = [a for a in answers if isinstance(a, str)] if isinstance(answers, list) else []
    named = [{"article": article, "quote": a} for a in dict.fromkeys(found) if a in text]
    return marked or named or given


def _converted(row: Row, value: Any, type_: type[T], field: str = "") -> T | None:
    try:
        return convert(value, type_)
    except ValidationError as exc:
        row.place.report(field, str(exc))
        return None


def _evidence(row: Fields) -> list[Any]:
    evidence = row.get("evidence")
    return evidence if isinstance(evidence, list) else []


def _is_page(row: Fields) -> bool:
    return "html" in row and ("article_body" in row or "expected_html" in row)


def _is_titled(row: Fields) -> bool:
    items = [item for item in _evidence(row) if isinstance(item, dict)]
    return any({"doc_id", "quote", "title"} <= item.keys() for item in items)


def _has_passage(row: Fields) -> bool:
    return "question" in row and bool(_text_field(row))


def _has(*names: str) -> Callable[[Fields], bool]:
    return lambda row: row.keys() >= {*names}


# The more specific first.
_SHAPES = (
    _Shape(_is_page, None, Kind.PAGES),
    _Shape(_has("text", "attributions"), None, Kind.QUOTES),
    _Shape(_has("question", "docs"), _read_documents),
    _Shape(_is_titled, _read_quoted),
    _Shape(_has("question", "sentences", "gold"), _read_candidates, Kind.SENTENCES),
    _Shape(_has("question", "sentence", "label"), _read_labelled, Kind.SENTENCES),
    _Shape(_has("id", "question", "sentence"), _read_pairs),
    _Shape(_has_passage, _read_passages, passage_given=True),
)
