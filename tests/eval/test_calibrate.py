"""Calibration: fitted on some questions, true of others."""

import subprocess
import sys

import numpy as np
import pytest

from eval.calibrate import LEAST_QUESTIONS, bounds, fit
from eval.metrics.calibration import ece
from eval.records import Record, Report
from index.errors import InvalidFieldError
from service.answers.calibration import Subject

SUBJECT = Subject(embedder="e", reader="r", search="s")


def _report(confidences: list[float], right: list[bool]) -> Report:
    records = [
        Record(id=str(n), question="?", confidence=confidence, right=is_right)
        for n, (confidence, is_right) in enumerate(zip(confidences, right, strict=True))
    ]
    return Report(
        name="some",
        kind="answers",
        created="",
        target="in process",
        seed=0,
        data={"question set": "0123456789abcdef"},
        records=records,
    )


def _overconfident(count: int, seed: int) -> tuple[list[float], list[bool]]:
    """A reader whose answers are right half as often as it says."""
    rng = np.random.default_rng(seed)
    confidences = rng.uniform(0, 1, count)
    return confidences.tolist(), (rng.uniform(0, 1, count) < confidences / 2).tolist()


def test_an_overconfident_reader_is_corrected_on_questions_it_was_not_fitted_on() -> None:
    calibration = fit(_report(*_overconfident(3000, 1)), SUBJECT).calibration

    confidences, right = _overconfident(3000, 2)
    before = ece(confidences, right)
    after = ece(calibration.probabilities(confidences).tolist(), right)

    # Its mean confidence is 0.5, its accuracy 0.25: an error of 0.25.
    assert before == pytest.approx(0.25, abs=0.02)
    assert after < 0.04


def test_the_risk_at_a_target_is_kept_on_other_questions() -> None:
    rng = np.random.default_rng(3)

    def reader(count: int) -> tuple[list[float], list[bool]]:
        # Nearly always right above 0.6, rarely below.
        confidences = rng.uniform(0, 1, count)
        right = rng.uniform(0, 1, count) < np.where(confidences > 0.6, 0.98, 0.1)
        return confidences.tolist(), right.tolist()

    calibration = fit(_report(*reader(4000)), SUBJECT).calibration
    confidences, right = reader(4000)
    given = calibration.probabilities(confidences) >= calibration.threshold(0.05)

    wrong = 1 - np.asarray(right)[given].mean()
    assert 0.03 < wrong < 0.07
    # 0.4 of them are sure; a few of the others fit in before 5 % are wrong.
    assert 0.38 < given.mean() < 0.45


def test_probabilities_never_fall_with_confidence() -> None:
    calibration = fit(_report(*_overconfident(300, 4)), SUBJECT).calibration

    probabilities = calibration.probabilities(np.linspace(0, 1, 1001).tolist())
    assert (np.diff(probabilities) >= 0).all()
    assert probabilities.min() >= 0
    assert probabilities.max() <= 1


def test_the_better_method_is_kept() -> None:
    # A step is what isotonic regression can draw and Platt's curve cannot.
    rng = np.random.default_rng(5)
    confidences = rng.uniform(0, 1, 2000)
    right = rng.uniform(0, 1, 2000) < np.where((confidences > 0.2) & (confidences < 0.99), 0.5, 0)
    step = fit(_report(confidences.tolist(), right.tolist()), SUBJECT)

    assert step.calibration.method == "isotonic"
    assert step.compared["isotonic"] < step.compared["platt"]


def test_few_right_answers_prove_little() -> None:
    # By hand: the bound u of 0 wrong in n keeps (1 - u) ** n = 1/4.
    found = bounds(np.array([0.0, 0.0, 5.0]), np.array([1.0, 10.0, 5.0]))

    assert found.tolist() == pytest.approx([0.75, 1 - 0.25**0.1, 1.0])


def test_the_bound_nears_the_risk_with_more_answers() -> None:
    few, many = bounds(np.array([1.0, 100.0]), np.array([20.0, 2000.0])).tolist()

    assert 0.05 < many < 0.06 < few


@pytest.mark.parametrize(
    ("confidences", "right", "words"),
    [
        ([0.5] * 10, [True] * 10, f"10 questions .*too few; {LEAST_QUESTIONS}"),
        ([0.5] * 90, [True] * 90, "all first answers are right"),
        ([0.5] * 90, [False] * 90, "all first answers are wrong"),
    ],
)
def test_what_cannot_be_fitted_is_refused(
    confidences: list[float], right: list[bool], words: str
) -> None:
    with pytest.raises(InvalidFieldError, match=words):
        fit(_report(confidences, right), SUBJECT)


def test_the_same_questions_give_the_same_calibration() -> None:
    report = _report(*_overconfident(300, 7))

    one, other = (fit(report, SUBJECT).calibration for _ in range(2))
    assert (one.x, one.y, one.curve) == (other.x, other.y, other.curve)


@pytest.mark.parametrize(
    ("module", "library", "package"),
    [
        ("calibrate", "scipy", "scipy"),
        ("calibrate", "sklearn", "scikit-learn"),
        ("reports", "matplotlib", "matplotlib"),
    ],
)
def test_a_missing_library_names_the_command_that_installs_it(
    module: str, library: str, package: str
) -> None:
    code = (
        "import sys\n"
        f"sys.modules['{library}'] = None\n"
        f"from eval.{module} import require_libraries\n"
        "from index.errors import SettingsError\n"
        "try:\n"
        "    require_libraries()\n"
        "except SettingsError as exc:\n"
        "    print(exc)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert f"the library {package}" in done.stdout
    assert "pip install 'dateline[eval]'" in done.stdout
