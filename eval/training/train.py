"""Train the reader: `python -m eval.training.train --data FOLDER --out FOLDER`.

Follows `recipe.toml`. Interrupted, the same command goes on from the last checkpoint; the same
seed on the same machine gives the same weights. Writes `log.jsonl` (loss by step), `curve.png`,
and at the end `weights.pt`, which `python -m eval.training.shared.export` turns into a reader.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from eval.training.data.windows import Window
from eval.training.recipe import RECIPE, Recipe, batches, read_recipe
from eval.training.shared.export import read_reader
from eval.training.shared.loop import WEIGHTS, Loop, draw, parameter_groups


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and save the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the question sets")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--recipe", type=Path, default=RECIPE)
    parser.add_argument("--start", type=Path, help="folder of a reader to go on from")
    parser.add_argument("--most-steps", type=int, help="stop the schedule after so many steps")
    parser.add_argument("--threads", type=int)
    options = parser.parse_args(arguments)
    if options.threads:
        import torch

        torch.set_num_threads(options.threads)
    recipe = read_recipe(options.recipe)
    planned = batches(recipe, options.data)[: options.most_steps]
    train(recipe, planned, options.out, options.start)


def train(
    recipe: Recipe, planned: Sequence[Sequence[Window]], out: Path, start: Path | None = None
) -> None:
    """Run a recipe to its end, from its checkpoint in `out` where there is one.

    Args:
        recipe: how updates are made.
        planned: the batches, in order.
        out: folder of the run; gets the checkpoint, the log, the curve and the weights.
        start: folder of a reader to go on from; None: all-MiniLM-L6-v2.
    """
    import torch

    from eval.training.network import Network, collate, loss

    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(recipe.seed)
    print(f"{len(planned):,} steps", flush=True)
    network = Network()
    if start:
        network.load_state_dict(read_reader(start))
    loop = Loop(
        out,
        len(planned),
        network,
        parameter_groups(network),
        rate=recipe.rate,
        warmup=recipe.warmup,
        weight_decay=recipe.weight_decay,
    )
    for step in range(loop.done, len(planned)):
        windows = planned[step]
        logits, relevance = network(collate(windows))
        value = loss(logits, relevance, windows, recipe.relevance_weight)
        loop.update(value, sum(len(window.ids) for window in windows))
        loop.keep(step)
    torch.save(network.state_dict(), out / WEIGHTS)
    draw(out)


if __name__ == "__main__":
    main()
