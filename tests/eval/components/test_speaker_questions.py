"""Questions for somebody's words, written as a question set with its articles."""

from pathlib import Path

from eval.components.speaker_questions import (
    Corpus,
    GoldAttribution,
    SpeakerQuestion,
    make_headline_questions,
    sample_articles,
    write,
)
from eval.sets import load
from index.formats import read_paths
from index.records import Document
from tests.conftest import story

TEXT = "“The ferry,” said Olga Brandt, “will be missed.” It rained."


def _corpus() -> tuple[Corpus, GoldAttribution]:
    content = ((1, 10), (33, 47))
    said = GoldAttribution(
        "ferry", content, "Olga Brandt", "brandt", ("missed",), frozenset({"misse"})
    )
    return Corpus(
        [story("ferry", TEXT, title="Ferry"), story("bell", "A bell rang.")], [said]
    ), said


def test_questions_are_written_as_a_set_with_their_articles(tmp_path: Path) -> None:
    corpus, said = _corpus()
    asked = [
        SpeakerQuestion("what did Olga Brandt say about missing", "Olga Brandt", (said,)),
        SpeakerQuestion("what did Tor Vik say about missing", "Tor Vik"),
    ]

    write(tmp_path / "set", corpus, asked)

    known, refused = load(tmp_path / "set" / "questions.jsonl").cases
    assert known.answers == [TEXT[1:47]]
    assert (known.answerable, refused.answerable) == (True, False)
    assert refused.answers == []
    read = read_paths([tmp_path / "set" / "corpus.jsonl"])
    documents = [(d.id, d.text) for d in read if isinstance(d, Document)]
    assert documents == [("ferry", TEXT), ("bell", "A bell rang.")]


def test_a_sample_of_articles_keeps_their_attributions() -> None:
    corpus, said = _corpus()

    parts = [sample_articles(corpus, 1, seed) for seed in range(8)]

    assert {len(part.documents) for part in parts} == {1}
    for part in parts:
        assert part.attributions == ([said] if part.documents[0].id == "ferry" else [])


def test_a_headline_gives_topics_that_the_person_does_not_name() -> None:
    said = GoldAttribution(
        "ferry", ((1, 10),), "Olga Brandt", "brandt", ("missed",), frozenset({"misse"})
    )
    titles = {"ferry": "Council missed a night ferry service", "bell": "A service rang"}
    corpus = Corpus([story(id, TEXT, title=title) for id, title in titles.items()], [said])

    (asked,) = make_headline_questions(corpus)

    assert asked.question == "what did Olga Brandt say about council"
    assert asked.right == (said,)
