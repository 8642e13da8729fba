"""Questions that networks make of passages."""

from pathlib import Path

import pytest
import torch

from eval.training.data.pack import tokenizer_of_the_base
from eval.training.reader.asking import LONGEST, Asker
from eval.training.reader.batches import Asking
from eval.training.reader.making import make
from eval.training.reader.trainer import Trainer
from eval.training.recipe import Making, Part
from tests.eval.training.reader.conftest import ASKED

pytestmark = pytest.mark.model

_KNOWN = {answer.lower(): question.lower() for question, _, answer in ASKED if answer}


class _Parrot(Asker):
    """Asks what people asked for an answer; for others its question does not end."""

    def ask(
        self,
        source: torch.Tensor,
        marks: torch.Tensor,
        counts: torch.Tensor,
        *,
        best: int,  # noqa: ARG002
        temperature: float,  # noqa: ARG002
    ) -> tuple[torch.Tensor, torch.Tensor]:
        tokenizer = tokenizer_of_the_base()
        questions = torch.zeros(len(source), LONGEST).long()
        lengths = torch.zeros_like(counts)
        for row, (ids, marked) in enumerate(zip(source, marks, strict=True)):
            question = _KNOWN.get(tokenizer.decode(ids[marked == 1].tolist()), "")
            asked = tokenizer.encode(question, add_special_tokens=False).ids
            questions[row, : len(asked)] = torch.tensor(asked)
            lengths[row] = len(asked)
        return questions, lengths


def test_made_questions_are_those_whose_answer_a_reader_finds_again(
    folder: Path, recipe: Path, tmp_path: Path
) -> None:
    trainer = Trainer(folder, tmp_path, recipe, "small", torch.device("cpu"))
    part = Part(steps=150, rate=3e-3)
    proposer, judge, blank = (
        trainer.read(name, given, Asking(trainer.order(lambda _: True)), question_blind=is_blind)
        for name, given, is_blind in (
            ("proposer", part, True),
            ("judge", part, False),
            ("blank", Part(steps=1, rate=0.0), False),
        )
    )
    asker = _Parrot(trainer.base, 1, 0.0)

    made = make(trainer, Making(windows=10), proposer, asker, [judge])
    none = make(trainer, Making(windows=10), proposer, asker, [blank])

    texts, tokenizer = trainer.texts, tokenizer_of_the_base()
    for number in made:
        question, passage = texts.question[number], texts.passage[number]
        first, last = texts.spans[number, 0] + texts.at[passage]
        asked = tokenizer.decode(texts.tokens[slice(*texts.at[question : question + 2])].tolist())
        answer = tokenizer.decode(texts.tokens[first : last + 1].tolist())
        assert _KNOWN[answer] == asked.replace(" ?", "?")
    assert len(made)
    assert len(none) < len(made)
    assert set(texts.of[made]) == {1}
