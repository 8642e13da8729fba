"""Prepares batches on a Ray cluster: one task each, retried elsewhere if a machine dies.

Plain tasks rather than Ray Data: the outcome of a batch depends on earlier ones, and one process
writes them in order, so data does not only flow forward. The adding process needs no core of the
cluster, and no actor occupies one.
"""

import logging
import os
import socket
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from index.ahead.looking_ahead import Pending, Work
from index.ahead.worker import Recipe, carry_out, refusal
from index.errors import SettingsError
from index.store.writing import Prepared

_log = logging.getLogger(__name__)

_EACH_CORE = 2
"""A batch that is being prepared, and one that waits for it to be done."""
_MOST = 256
_PATIENCE_SECONDS = 5.0
_CHECK_SECONDS = 300.0
_CONNECT_SECONDS = 10.0


class RayCluster:
    """The machines of a cluster that runs already."""

    def __init__(self, address: str, recipe: Recipe) -> None:
        """Connect, and check that each machine has the same models.

        Raises:
            SettingsError: Ray is not installed, there is no cluster at this address, it has no
                core, or one of its machines would prepare something else.
        """
        self._ray = _connected(address)
        self._recipe = recipe
        self._told = ""
        self._carry_out = self._ray.remote(num_cpus=1)(carry_out)
        self._check_machines()

    @property
    def embedder(self) -> str:
        """The fingerprint of the embedder on each machine."""
        return self._recipe.facts.embedder

    def at_once(self) -> int:
        """Two batches for each core that the cluster has now."""
        return min(_MOST, max(1, _EACH_CORE * self._cores()))

    def start(self, work: Work) -> Pending:
        """Start without waiting."""
        return _Task(self, self._carry_out.remote(self._recipe, work))

    def wait_for(self, reply: Any) -> list[Prepared] | None:
        """The result of a task; None if no machine is left, or those that ran it died.

        Raises:
            SettingsError: a new machine would produce different results.
            Exception: the error of a document.
        """
        errors = self._ray.exceptions
        while True:
            cores = self._cores()
            try:
                made = self._ray.get(reply, timeout=_PATIENCE_SECONDS if cores else 0)
            except errors.GetTimeoutError:
                if not cores:
                    self._say_once("no machine of the cluster is left")
                    return None
            except errors.RayTaskError:
                raise
            except errors.RayError as exc:
                self._say_once(f"the cluster could not prepare a batch: {exc}")
                return None
            else:
                if isinstance(made, str):
                    raise SettingsError(f"--ray: {made}")
                return list(made)

    def cancel(self, reply: Any) -> None:
        """A task is not wanted any more."""
        self._ray.cancel(reply)

    def close(self) -> None:
        """Disconnect; the cluster keeps running."""
        self._ray.shutdown()

    def _cores(self) -> int:
        return int(self._ray.cluster_resources().get("CPU", 0))

    def _say_once(self, reason: str) -> None:
        if reason != self._told:
            _log.warning("%s; this process does it", reason)
        self._told = reason

    def _check_machines(self) -> None:
        if not self._cores():
            raise SettingsError(
                "--ray: the cluster has no CPU core; start Ray with --num-cpus 1 or more"
            )
        affinity = import_module("ray.util.scheduling_strategies").NodeAffinitySchedulingStrategy
        check = self._ray.remote(num_cpus=0)(refusal)
        machines = [
            one for one in self._ray.nodes() if one["Alive"] and one["Resources"].get("CPU")
        ]
        asked = [
            check.options(scheduling_strategy=affinity(one["NodeID"], soft=False)).remote(
                self._recipe
            )
            for one in machines
        ]
        for machine, reply in zip(machines, asked, strict=True):
            try:
                reason = self._ray.get(reply, timeout=_CHECK_SECONDS)
            except self._ray.exceptions.RayError as exc:
                reason = f"{type(exc).__name__}: {str(exc).strip().splitlines()[-1]}"
            if reason:
                raise SettingsError(f"--ray: {machine['NodeManagerHostname']}: {reason}")


class _Task:
    """A batch that the cluster prepares."""

    def __init__(self, cluster: RayCluster, reply: Any) -> None:
        self._cluster = cluster
        self._reply = reply

    def result(self) -> list[Prepared] | None:
        """Wait for the result; None if it cannot be computed there."""
        return self._cluster.wait_for(self._reply)

    def cancel(self) -> None:
        """It is not wanted any more."""
        self._cluster.cancel(self._reply)


def _connected(address: str) -> Any:
    """Ray, connected to what runs already; it reports nothing to anybody."""
    if find_spec("ray") is None:
        raise SettingsError("--ray needs Ray: pip install 'dateline[ray]'")
    _check_answers(address)
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ENABLE_AUTO_CONNECT": "0"}
    ray: Any = import_module("ray")
    # Ray would report dead machines on standard output, where outcomes are written as JSON.
    printing: Any = import_module("ray._private.worker")
    printing._worker_logs_enabled = False
    try:
        ray.init(address, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, RuntimeError, ValueError, AssertionError) as exc:
        raise SettingsError(f"--ray {address}: {exc}") from exc
    return ray


def _check_answers(address: str) -> None:
    """Where nothing listens, Ray would try for minutes."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if not host or not port.isdigit():
        raise SettingsError(f"--ray {address}: is not an address; give HOST:PORT")
    try:
        socket.create_connection((host, int(port)), _CONNECT_SECONDS).close()
    except OSError as exc:
        raise SettingsError(f"--ray {address}: no cluster is reachable there ({exc})") from exc
