"""Runs a graph, compiled for this CPU; threads can share it."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.interruption import go_on
from index.networks.quiet_openvino import Graph, openvino
from index.networks.tokenizing import Batch

# OpenVINO chooses the precision: bfloat16 if the CPU supports it (AVX-512 BF16, AMX), float16 on
# ARM, else float32. Batches run one after another, each on all cores: on two cores that is as fast
# as two at a time, and single texts are fast too. Without pinning, the operating system shares the
# cores between several workers.
_OPTIONS: dict[str, object] = {"PERFORMANCE_HINT": "LATENCY", "ENABLE_CPU_PINNING": False}
# How often a caller that waits for a batch may stop.
_STEP_MILLISECONDS = 10


def limit_threads(most: int) -> None:
    """Limit the threads of models compiled from now on; by default they use all cores."""
    _OPTIONS["INFERENCE_NUM_THREADS"] = most


class Runtime:
    """One model with one inference request, compiled on first use."""

    def __init__(self, model: Graph, precision: str | None = None) -> None:
        """Wrap a model; `run` needs the inputs `input_ids` and `attention_mask`.

        Args:
            model: `run` returns its first output.
            precision: "f32", "bf16" or "f16" instead of the best for this CPU.
        """
        self._model = model
        self._options = _OPTIONS | ({"INFERENCE_PRECISION_HINT": precision} if precision else {})
        self._request: Any = None
        self._lock = Lock()

    def run(self, batch: Batch) -> NDArray[np.float32]:
        """Return the first output for a batch, as a new array."""
        return self.infer({"input_ids": batch.ids, "attention_mask": batch.mask})[0]

    def infer(self, inputs: Mapping[str, NDArray[Any]]) -> list[NDArray[np.float32]]:
        """Return every output for the inputs by name, as new arrays."""
        with self._turn():
            if self._request is None:
                self._request = self._compile()
            self._finish(dict(inputs))
            tensors = self._request.output_tensors
            return [np.array(tensor.data, np.float32) for tensor in tensors]

    @contextmanager
    def _turn(self) -> Generator[None]:
        go_on()
        while not self._lock.acquire(timeout=_STEP_MILLISECONDS / 1000):
            go_on()
        try:
            yield
        finally:
            self._lock.release()

    def _finish(self, inputs: dict[str, NDArray[Any]]) -> None:
        """Run to the end; a batch that nobody wants any more ends before its next layer."""
        self._request.start_async(inputs, share_inputs=True)
        try:
            while not self._request.wait_for(_STEP_MILLISECONDS):
                go_on()
        except BaseException:
            self._request.cancel()
            with suppress(RuntimeError):
                self._request.wait()
            raise

    def _compile(self) -> Any:
        compiled = openvino.Core().compile_model(self._model, "CPU", self._options)
        return compiled.create_infer_request()
