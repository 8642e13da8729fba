"""Calibrated confidences: kept with what they were measured on, refused for anything else."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient
from msgspec import structs

from index.errors import SettingsError
from index.records import Document
from service.answers.calibration import FILE, Calibration, RiskPoint, Subject, load, save
from service.commands.steps.examining import examine
from service.engine import Engine
from service.settings import Settings
from service.wire.asking import AskRequest

SUBJECT = Subject(embedder="e1", reader="r1", search="s1")
CURVE = [
    RiskPoint(0.9, 0.0, 0.1, 0.01),
    RiskPoint(0.7, 0.03, 0.4, 0.04),
    RiskPoint(0.5, 0.07, 0.5, 0.08),
]


def _calibration(subject: Subject = SUBJECT, **fields: Any) -> Calibration:
    given: dict[str, Any] = {
        "created": "2026-01-01T00:00:00+00:00",
        "questions": 200,
        "fitted_on": "some questions",
        "method": "isotonic",
        "x": [0.0, 0.5, 1.0],
        "y": [0.1, 0.2, 0.8],
        "curve": CURVE,
    }
    return Calibration(subject=subject, **(given | fields))


def test_a_confidence_becomes_the_probability_between_its_neighbours() -> None:
    # Halfway from 0.5 to 1.0 lies halfway from 0.2 to 0.8.
    assert _calibration().probabilities([0.75]).tolist() == pytest.approx([0.5])


@pytest.mark.parametrize(("risk", "threshold"), [(0.01, 0.9), (0.05, 0.7), (0.3, 0.5)])
def test_a_risk_target_answers_as_much_as_it_allows(risk: float, threshold: float) -> None:
    assert _calibration().threshold(risk) == threshold


def test_a_threshold_beyond_a_bump_of_the_risk_is_taken() -> None:
    # Few answers prove little: what counts is how far down the risk is kept.
    bumpy = [structs.replace(CURVE[0], bound=0.06), *CURVE[1:]]

    assert _calibration(curve=bumpy).threshold(0.05) == 0.7


def test_a_risk_that_cannot_be_kept_is_refused_with_the_least_that_can() -> None:
    calibration = _calibration(curve=[RiskPoint(0.9, 0.15, 0.1, 0.2)])

    with pytest.raises(SettingsError, match=r"risk_target 0.05: .* proves is 0.200"):
        calibration.threshold(0.05)


def test_a_calibration_is_read_as_it_was_written(tmp_path: Path) -> None:
    save(tmp_path / FILE, _calibration())

    assert load(tmp_path / FILE, SUBJECT) == _calibration()
    assert load(tmp_path / "nothing.json", SUBJECT) is None


@pytest.mark.parametrize("name", ["embedder", "reader", "search"])
def test_a_calibration_for_something_else_is_refused(tmp_path: Path, name: str) -> None:
    save(tmp_path / FILE, _calibration())

    with pytest.raises(SettingsError, match=rf"made for the {name} .*eval calibrate"):
        load(tmp_path / FILE, structs.replace(SUBJECT, **{name: "other"}))


@pytest.mark.parametrize("data", [b"", b"{}", b"[1", b'{"format": 9}', b"\x00\xff"])
def test_a_damaged_calibration_is_refused_by_name(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).write_bytes(data)

    with pytest.raises(SettingsError, match=r"calibration\.json: .*eval calibrate"):
        load(tmp_path / FILE, SUBJECT)


def test_a_calibration_of_a_later_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(msgspec.json.encode(_calibration(format=2)))

    with pytest.raises(SettingsError, match="format 2, not 1"):
        load(tmp_path / FILE, SUBJECT)


def test_answers_carry_the_calibrated_confidence(settings: Settings) -> None:
    engine = _filled(settings)
    request = AskRequest(question="What did the bridge cost?", min_confidence=0.0)
    own = engine.answerer.answer(request).answers[0].confidence
    save(engine.calibration_file, _calibration(engine.subject, y=[0.0, 0.45, 0.9]))
    engine.close()

    # 0.9 times the reader's own: the line from (0, 0) to (1, 0.9).
    calibrated = Engine(settings)
    answer = calibrated.answerer.answer(request)
    calibrated.close()

    assert answer.answers[0].confidence == pytest.approx(0.9 * own, abs=1e-4)
    assert answer.models["calibration"] == "isotonic-2026-01-01T00:00:00+00:00"


def test_a_risk_target_decides_what_is_answered(settings: Settings) -> None:
    engine = _filled(settings)
    request = AskRequest(question="What did the bridge cost?")
    kept = _calibration(engine.subject, y=[0.6, 0.6, 0.6])
    save(engine.calibration_file, kept)
    engine.close()

    # All confidences become 0.6: above the threshold of 8 % risk, below that of 4 %.
    bold = Engine(structs.replace(settings, risk_target=0.08)).answerer.answer(request)
    careful = Engine(structs.replace(settings, risk_target=0.04)).answerer.answer(request)

    assert (bold.status, careful.status) == ("answered", "no_answer")


def test_a_risk_target_without_calibration_says_what_to_do(settings: Settings) -> None:
    with pytest.raises(SettingsError, match=r"risk_target 0.1: .*dateline eval calibrate"):
        _ = Engine(structs.replace(settings, risk_target=0.1)).answerer


def test_a_stale_calibration_is_not_applied_and_named_wherever_somebody_looks(
    settings: Settings,
) -> None:
    engine = _filled(settings)
    save(engine.calibration_file, _calibration())
    engine.close()

    stale = Engine(settings)
    answer = stale.answerer.answer(AskRequest(question="What did the bridge cost?"))
    (notice,) = stale.notices()
    stale.close()
    (found,) = [finding for finding in examine(settings) if finding.what == "calibration"]

    assert (answer.status, answer.models["calibration"]) == ("answered", "none")
    assert notice.startswith("confidences are not calibrated: ")
    assert "made for the embedder e1" in notice
    assert found.problem
    assert "made for the embedder e1" in found.detail


def test_a_risk_target_is_not_kept_with_a_stale_calibration(settings: Settings) -> None:
    engine = _filled(settings)
    save(engine.calibration_file, _calibration())
    engine.close()

    with pytest.raises(SettingsError, match="made for the embedder e1"):
        _ = Engine(structs.replace(settings, risk_target=0.1)).answerer


def test_a_request_may_ask_for_more_or_less_probable_answers(
    client: TestClient[Any], bridge: dict[str, Any]
) -> None:
    question = {"question": f"What did the {bridge['id']} cost?"}

    every = client.post("/v1/ask", json=question | {"min_confidence": 0.0, "max_answers": 20})
    certain = client.post("/v1/ask", json=question | {"min_confidence": 1.0})
    wrong = client.post("/v1/ask", json=question | {"min_confidence": 1.5})

    assert len(every.json()["answers"]) > 1
    assert certain.json()["reason"] == "low_confidence"
    assert wrong.status_code == 422


def _filled(settings: Settings) -> Engine:
    engine = Engine(settings)
    story = Document(
        id="bridge", text="It cost 41 million euros. It is long.", format="txt", origin=""
    )
    list(engine.ingester.add(engine.collection(None), [story]))
    engine.open()
    return engine
