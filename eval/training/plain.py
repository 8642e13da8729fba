"""A plain span reader: `python -m eval.training.plain --sets FILE... --out FOLDER`.

all-MiniLM-L6-v2 with one linear layer for start and end (Devlin et al. 2019), trained the usual
way. It is the floor that a better reader is measured against, and the reader that other systems are
given in `python -m eval.peers`. Interrupted, it goes on from its last checkpoint; the same seed
gives the same order of examples.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from eval.training.data.examples import Example, read_examples
from eval.training.shared import checkpoints
from index.embedders.minilm import model_folder

_CHECKPOINT_STEPS = 200


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and save a Hugging Face question-answering folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=Path, nargs="+", required=True, help="SQuAD-style files")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--most", type=int, help="train on so many windows of them")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    _train(options)


def _order(examples: Sequence[Example], batch: int, epochs: int, seed: int) -> list[list[int]]:
    """Batches of about equal length, in random order."""
    rng = np.random.default_rng(seed)
    batches: list[list[int]] = []
    for _ in range(epochs):
        shuffled = rng.permutation(len(examples))
        for pool in np.array_split(shuffled, max(1, len(shuffled) // (batch * 50))):
            by_length = sorted(pool.tolist(), key=lambda n: len(examples[n].ids))
            groups = [by_length[n : n + batch] for n in range(0, len(by_length), batch)]
            batches += [groups[n] for n in rng.permutation(len(groups)).tolist()]
    return batches


def _train(options: argparse.Namespace) -> None:
    import torch
    from transformers import AutoTokenizer, BertForQuestionAnswering

    torch.manual_seed(options.seed)
    examples = read_examples(options.sets, options.seed)[: options.most]
    batches = _order(examples, options.batch, options.epochs, options.seed)
    model: Any = BertForQuestionAnswering.from_pretrained(str(model_folder()))
    optimizer = torch.optim.AdamW(model.parameters(), lr=options.rate, weight_decay=0.01)
    warmup = max(1, len(batches) // 16)

    def rate(step: int) -> float:
        return min((step + 1) / warmup, (len(batches) - step) / (len(batches) - warmup + 1))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    done = checkpoints.resume(options.out, model, optimizer, schedule)
    model.train()
    started, mean = time.perf_counter(), 0.0
    for step in range(done, len(batches)):
        loss = _loss(model, [examples[n] for n in batches[step]])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        last = float(loss.detach())
        mean = 0.98 * mean + 0.02 * last if step > done else last
        if (step + 1) % 50 == 0:
            pace = (step + 1 - done) * options.batch / (time.perf_counter() - started)
            print(f"{step + 1}/{len(batches)} loss {mean:.3f} {pace:.1f} windows/s", flush=True)
        if (step + 1) % _CHECKPOINT_STEPS == 0:
            checkpoints.save(options.out, step + 1, model, optimizer, schedule)
    model.save_pretrained(str(options.out))
    AutoTokenizer.from_pretrained(str(model_folder())).save_pretrained(str(options.out))
    (options.out / checkpoints.FILE).unlink(missing_ok=True)


def _loss(model: Any, examples: Sequence[Example]) -> Any:
    import torch

    longest = max(len(example.ids) for example in examples)
    ids = torch.zeros(len(examples), longest, dtype=torch.long)
    segments, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, example in enumerate(examples):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
        segments[row, : len(example.ids)] = torch.tensor(example.segments)
        mask[row, : len(example.ids)] = 1
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return model(
            input_ids=ids,
            token_type_ids=segments,
            attention_mask=mask,
            start_positions=torch.tensor([example.start for example in examples]),
            end_positions=torch.tensor([example.end for example in examples]),
        ).loss


if __name__ == "__main__":
    main()
