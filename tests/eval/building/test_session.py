"""A person builds a question set in the terminal: scripted by what the person types."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec
import pytest

from eval.building.feedback import add_feedback
from eval.building.session import build, finish
from eval.sets import load
from index.errors import UnreadableFileError
from index.records import Document
from service.engine import Engine
from service.settings import load as load_settings

BRIDGE = (
    "New bridge opens in Redmill\n\n"
    "The \U0001f309 new bridge opened on Monday. It cost 41 million euros.\n\n"
    "“It will halve the way to school,” said Piet Vos, the mayor. It was Monday’s only joy."
)
FERRY = "Ferry strike ends\n\nCrews went back to work on Friday."


class Person:
    """Types the given lines, then ends the session with ctrl-D."""

    def __init__(self, *lines: str) -> None:
        self._lines = iter(lines)
        self.shown: list[str] = []

    def say(self, text: str) -> None:
        """Read."""
        self.shown.append(text)

    def ask(self, prompt: str) -> str:
        """Type the next line."""
        self.shown.append(prompt)
        line = next(self._lines, None)
        if line is None:
            raise click.Abort
        return line

    @property
    def screen(self) -> str:
        """All that was shown."""
        return "\n".join(self.shown)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine over two dated stories, for all."""
    made = Engine(
        load_settings(
            {},
            data=str(tmp_path_factory.mktemp("built") / "data"),
            embedder="letters",
            reader="sentence",
        )
    )
    stories = {"bridge": (BRIDGE, "2025-03-04"), "ferry": (FERRY, "2024-01-02")}
    documents = [
        Document(
            id=id,
            title=text.partition("\n")[0],
            text=text,
            format="txt",
            origin=id,
            published=day,
            outlet="Ledger",
        )
        for id, (text, day) in stories.items()
    ]
    list(made.ingester.add(made.collection(None), documents))
    made.open()
    yield made
    made.close()


def _build(engine: Engine, out: Path, *lines: str) -> Person:
    person = Person(*lines)
    build(engine, out, None, person, 0, newest=True)
    return person


def test_a_question_is_answered_by_pasting_words_of_the_article(
    engine: Engine, tmp_path: Path
) -> None:
    out = tmp_path / "set.jsonl"

    typed = ("What did it cost?", "It cost 41  million euros.", "41 million euros", "number", "q")
    person = _build(engine, out, *typed)

    (case,) = load(out).cases
    (evidence,) = case.evidence
    text = engine.library.article(engine.collection(None), "bridge").text
    assert (case.id, case.question, case.type) == ("q1", "What did it cost?", "number")
    assert case.answers == ["41 million euros"]
    assert case.answerable is True
    assert evidence.quote == "It cost 41 million euros."
    assert evidence.start == text.index("It cost")
    assert "Nearest passages" in person.screen
    assert "Ledger · 2025-03-04" in person.screen


def test_the_day_is_kept_of_a_question_about_this_week(engine: Engine, tmp_path: Path) -> None:
    out = tmp_path / "set.jsonl"
    answer = ("It cost 41 million euros.", "41 million euros", "number")

    _build(engine, out, "What did it cost this week?", *answer, "What did it cost?", *answer, "q")

    dated, undated = load(out).cases
    assert dated.asked_at == datetime.now(UTC).date().isoformat()
    assert undated.asked_at is None


def test_a_sentence_is_picked_by_its_number_and_its_speaker_is_offered(
    engine: Engine, tmp_path: Path
) -> None:
    out = tmp_path / "set.jsonl"

    person = _build(engine, out, "What will it do?", "3", "halve the way to school", "", "", "q")

    (case,) = load(out).cases
    assert case.answers == ["halve the way to school"]
    assert case.speaker == "Piet Vos"
    assert "enter: Piet Vos" in person.screen


def test_straight_marks_find_curly_ones_and_the_quote_stays_verbatim(
    engine: Engine, tmp_path: Path
) -> None:
    out = tmp_path / "set.jsonl"

    _build(engine, out, "When?", "Monday's only joy", "", "", "q")

    assert load(out).cases[0].evidence[0].quote == "Monday’s only joy"


def test_words_in_several_places_are_offered_to_choose_from(engine: Engine, tmp_path: Path) -> None:
    out = tmp_path / "set.jsonl"

    person = _build(engine, out, "When?", "Monday", "3", "2", "", "", "q")

    text = engine.library.article(engine.collection(None), "bridge").text
    assert load(out).cases[0].evidence[0].start == text.rindex("Monday")
    assert "Type a number from 1 to 2" in person.screen


def test_words_that_do_not_occur_are_never_accepted(engine: Engine, tmp_path: Path) -> None:
    out = tmp_path / "set.jsonl"

    person = _build(engine, out, "What did it cost?", "40 million euros", "drop", "q")

    assert "were not found" in person.screen
    assert not out.exists()


def test_an_unanswerable_question_is_saved_as_such(engine: Engine, tmp_path: Path) -> None:
    out = tmp_path / "set.jsonl"

    _build(engine, out, "Who won the cup?", "none", "n", "none", "y", "", "q")

    (case,) = load(out).cases
    assert case.answerable is False
    assert case.answers == []


def test_ending_in_the_middle_loses_only_the_question_begun(engine: Engine, tmp_path: Path) -> None:
    out = tmp_path / "set.jsonl"
    _build(engine, out, "What did it cost?", "2", "", "", "When did it open?", "Monday")

    # Built again, it goes on behind what is there, with the article that nobody asked about yet.
    person = _build(engine, out, "Who went back?", "Crews", "", "", "q")

    assert [case.id for case in load(out).cases] == ["q1", "q2"]
    assert load(out).cases[1].evidence[0].article == "ferry"
    assert person.shown[0].lstrip().startswith("Ferry strike ends")


def test_lines_that_others_wrote_stay_as_they_are(engine: Engine, tmp_path: Path) -> None:
    out = tmp_path / "set.jsonl"
    line = b'{"question":  "Why?", "id": "q7", "answerable": null}'
    out.write_bytes(line + b"\n")

    _build(engine, out, "What did it cost?", "2", "", "", "q")

    first, second, end = out.read_bytes().split(b"\n")
    assert (first, end) == (line, b"")
    assert msgspec.json.decode(second)["id"] == "q8"


def test_a_file_that_is_not_a_set_is_not_overwritten(engine: Engine, tmp_path: Path) -> None:
    out = tmp_path / "set.jsonl"
    out.write_text("dear diary\n")

    with pytest.raises(UnreadableFileError, match="line 1"):
        _build(engine, out, "What?")
    assert out.read_text() == "dear diary\n"


def test_users_verdicts_become_cases_that_a_person_finishes(engine: Engine, tmp_path: Path) -> None:
    text = engine.library.article(engine.collection(None), "bridge").text
    start = text.index("It cost")
    place = {"article_id": "bridge", "start": start, "end": start + 25}
    rows = [
        {"question": "What did it cost?", "verdict": "right", "answer": place},
        {
            "question": "New bridge opened when?",
            "verdict": "wrong",
            "answer": place,
            "note": "no date",
        },
        {"question": "Who?", "verdict": "missing"},
    ]
    feedback, out = tmp_path / "feedback.jsonl", tmp_path / "set.jsonl"
    feedback.write_bytes(b"\n".join(msgspec.json.encode(row) for row in rows))

    added = _feedback(engine, feedback, out)
    again = _feedback(engine, feedback, out)
    finish(engine, out, None, Person("Monday", "1", "", "", "none", "y", ""))

    right, wrong, missing = load(out).cases
    assert (added, again) == (3, 0)
    assert right.answers == ["It cost 41 million euros."]
    assert right.evidence[0].start == start
    assert wrong.answers == ["Monday"]
    assert wrong.answerable is True
    assert "no date" in (wrong.note or "")
    assert missing.answerable is False


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"question": "?", "verdict": "great"}, "verdict"),
        ({"question": "?", "verdict": "right"}, "answer: is missing"),
        (
            {
                "question": "?",
                "verdict": "right",
                "answer": {"article_id": "x", "start": 0, "end": 1},
            },
            "no article 'x'",
        ),
        (
            {
                "question": "?",
                "verdict": "wrong",
                "answer": {"article_id": "bridge", "start": 5, "end": 99999},
            },
            "5-99999 is not within the article's",
        ),
    ],
)
def test_a_verdict_that_cannot_be_used_names_its_line_and_adds_nothing(
    engine: Engine, tmp_path: Path, row: dict[str, object], fault: str
) -> None:
    feedback, out = tmp_path / "feedback.jsonl", tmp_path / "set.jsonl"
    good = {"question": "Who?", "verdict": "missing"}
    feedback.write_bytes(msgspec.json.encode(good) + b"\n" + msgspec.json.encode(row))

    with pytest.raises(UnreadableFileError, match=r"line 2: .*") as caught:
        _feedback(engine, feedback, out)

    assert fault in str(caught.value)
    assert not out.exists()


def _feedback(engine: Engine, rows: Path, out: Path) -> int:
    return add_feedback(rows, out, engine.library, engine.collection(None))
