"""The training is not in the wheel, so nothing in the wheel may need it."""

from pathlib import Path

_ROOT = Path(__file__).resolve().parents[3]


def test_nothing_outside_the_training_imports_it() -> None:
    training = _ROOT / "eval" / "training"

    importing = [
        path.relative_to(_ROOT)
        for package in ("index", "prompts", "service", "eval")
        for path in (_ROOT / package).rglob("*.py")
        if training not in path.parents
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith(("from eval.training", "import eval.training"))
    ]

    assert importing == []
