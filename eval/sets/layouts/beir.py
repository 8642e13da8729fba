"""BEIR's folders: corpus.jsonl, queries.jsonl and qrels/*.tsv.

    {"_id": "d1", "title": ..., "text": ...}     corpus.jsonl
    {"_id": "q1", "text": ...}                   queries.jsonl
    query-id <tab> corpus-id <tab> score         qrels/test.tsv, after this header line

A query becomes a case if something is judged relevant to it; its type is the name of the file of
judgements, its evidence names the articles, with the grade as kind ("qrel:2"). Neither answers nor
answerability are annotated, so `answers` is empty and `answerable` unknown. An empty text is
replaced by its title; an article without both is left out.

Source: Thakur et al. 2021, "BEIR: A Heterogenous Benchmark for Zero-shot Evaluation".
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from msgspec import structs

from eval.questions import Case, Evidence, Kind, QuestionSet
from eval.sets.steps.checks import check_case
from eval.sets.steps.faults import Faults, Place, fatal
from eval.sets.steps.files import Fields, Row, Sample, digest, name_of, rows, text_lines
from index.records import Document

_HEADER = ("query-id", "corpus-id", "score")

Judged: TypeAlias = dict[str, list[Evidence]]
"""Evidence by query."""


def recognises(sample: Sample) -> bool:
    """Whether the folder contains queries and a corpus with BEIR's ids."""
    queries, corpus = sample.member("queries.jsonl"), sample.member("corpus.jsonl")
    return (
        queries is not None
        and corpus is not None
        and any("_id" in row for row in [*queries.rows, *corpus.rows])
    )


def read(path: Path, faults: Faults) -> QuestionSet:
    """Read corpus, queries and all judgements."""
    sample = Sample(path)
    queries, corpus = sample.member("queries.jsonl"), sample.member("corpus.jsonl")
    judgements = sorted((path / "qrels").glob("*.tsv"))
    if queries is None or corpus is None or not judgements:
        raise fatal(path, "expected corpus.jsonl, queries.jsonl and qrels/*.tsv")
    questions = dict(_texts(queries.path, faults))
    cases: dict[str, Case] = {}
    for file in judgements:
        for case in _cases(file, questions, faults):
            cases[case.id] = _joined(cases.get(case.id), case)
    return QuestionSet(
        name=name_of(path),
        kind=Kind.ANSWERS,
        cases=list(cases.values()),
        documents=[d for d in _documents(corpus.path, faults) if d.text],
        sha256=digest([corpus.path, queries.path, *judgements]),
    )


def _texts(path: Path, faults: Faults) -> Iterator[tuple[str, str]]:
    for row in rows(path, faults):
        fields = _checked(row)
        if fields is not None:
            yield fields["_id"], fields["text"]


def _documents(path: Path, faults: Faults) -> Iterator[Document]:
    seen: set[str] = set()
    for row in rows(path, faults):
        fields = _checked(row)
        if fields is None:
            continue
        if fields["_id"] in seen:
            row.place.report("_id", f"{fields['_id']!r} is used twice")
            continue
        seen.add(fields["_id"])
        yield _document(fields, f"{path.name}, line {row.line}")


def _document(fields: Fields, origin: str) -> Document:
    title = fields.get("title") or None
    text = fields["text"] if fields["text"].strip() else title or ""
    return Document(id=fields["_id"], text=text, title=title, format="beir", origin=origin)


def _checked(row: Row) -> Fields | None:
    """The row, if id, text and title are texts; the title may be missing."""
    fields = {"title": "", **row.fields}
    wrong = [name for name in ("_id", "text", "title") if not isinstance(fields.get(name), str)]
    for name in wrong:
        row.place.report(name, "expected a text")
    return None if wrong else fields


def _cases(path: Path, questions: Mapping[str, str], faults: Faults) -> Iterator[Case]:
    found: Judged = defaultdict(list)
    for query, evidence, place in _judgements(path, faults):
        if query not in questions:
            place.report("query-id", f"no query {query!r}")
            continue
        faults.places.setdefault(query, place)
        found[query].append(evidence)
    for query, judged in found.items():
        case = Case(id=query, question=questions[query], evidence=judged, type=path.stem)
        check_case(case, faults.places[query])
        yield case


def _judgements(path: Path, faults: Faults) -> Iterator[tuple[str, Evidence, Place]]:
    """Query and article of each relevant pair."""
    for number, line in text_lines(path, faults):
        place = Place(faults, path, number)
        parts = [part.strip() for part in line.split("\t")]
        if tuple(parts) == _HEADER:
            continue
        if len(parts) != len(_HEADER) or not parts[2].lstrip("-").isdecimal():
            place.report("", "expected query-id, corpus-id and an integer, separated by tabs")
        elif int(parts[2]) > 0:
            yield parts[0], Evidence(article=parts[1], kind=f"qrel:{parts[2]}"), place


def _joined(known: Case | None, case: Case) -> Case:
    """The case with the evidence of both; its type is the first file that judges it."""
    if known is None:
        return case
    return structs.replace(known, evidence=[*known.evidence, *case.evidence])
