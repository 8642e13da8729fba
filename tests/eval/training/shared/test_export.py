"""A reader for other systems, once as it is and once without its "no answer"."""

from pathlib import Path
from typing import Any

import pytest

from eval.training.shared.export import main

pytestmark = [pytest.mark.model, pytest.mark.slow]

_QUESTION = "What did the bridge cost?"
_TEXT = "The bridge opened on Monday. It cost 41 million euros, the mayor said."


def _logits(folder: Path) -> Any:
    """Start and end logits of each token, shape (tokens, 2)."""
    import torch
    from transformers import AutoTokenizer, BertForQuestionAnswering

    model: Any = BertForQuestionAnswering.from_pretrained(str(folder))
    encoded = AutoTokenizer.from_pretrained(str(folder))(_QUESTION, _TEXT, return_tensors="pt")
    with torch.inference_mode():
        found = model.eval()(**encoded)
    return torch.stack([found.start_logits[0], found.end_logits[0]], dim=1)


def test_a_reader_that_always_answers_differs_only_where_it_would_not(tmp_path: Path) -> None:
    main(["--hugging-face", str(tmp_path / "plain")])
    main(["--hugging-face", str(tmp_path / "always"), "--always-answers"])

    plain, always = _logits(tmp_path / "plain"), _logits(tmp_path / "always")
    assert float((plain[0] - always[0]).min()) > 10
    assert float((plain[1:] - always[1:]).abs().max()) < 2
    assert always.argmax(dim=0).tolist() == plain[1:].argmax(dim=0).add(1).tolist()
