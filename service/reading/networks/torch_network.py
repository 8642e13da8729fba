"""Any transformers question-answering model, run by torch."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import SettingsError
from service.reading.networks.batching import Batch, run_in_batches
from service.reading.networks.network import Floats, Logits, Look
from service.reading.networks.pairs import Row


class TorchNetwork:
    """A model that gives start and end logits. Safe to use from several threads."""

    def __init__(self, folder: Path, padding: int) -> None:
        """Load the model from its folder.

        Raises:
            SettingsError: the folder does not contain a question-answering model.
        """
        # From its own module: type checkers read every model of the whole package.
        from transformers.models.auto.modeling_auto import AutoModelForQuestionAnswering

        try:
            self._model: Any = AutoModelForQuestionAnswering.from_pretrained(
                # Other files of weights are pickles, which can run code.
                str(folder),
                local_files_only=True,
                use_safetensors=True,
            ).eval()
        except (OSError, ValueError) as exc:
            raise SettingsError(f"{folder}: not a question-answering model ({exc})") from exc
        self._padding = padding
        self._has_segments = getattr(self._model.config, "type_vocab_size", 0) > 1

    def read(self, rows: Sequence[Row], look: Look | None = None) -> list[Logits]:
        """The logits of each row, in order; `look` does not affect them."""
        return run_in_batches(rows, self._run, self._padding, look)

    def _run(self, batch: Batch) -> tuple[Floats, Floats | None]:
        import torch

        inputs = {"input_ids": batch.ids, "attention_mask": batch.mask}
        if self._has_segments:
            inputs["token_type_ids"] = batch.segments
        with torch.inference_mode():
            found = self._model(
                **{k: torch.from_numpy(v.astype(np.int64)) for k, v in inputs.items()}
            )
        logits = torch.stack([found.start_logits, found.end_logits], dim=-1)
        return logits.float().numpy(), None
