"""Measures one system: ingest the articles, ask every question, then ask with many clients.

SharedSample --ingest--> --ask--> replies --judge--> records --> Report
                         --load--> questions per second
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, structs

from eval.metrics.summary import by_type, summarise
from eval.peers.judging import judge_replies
from eval.peers.process import PeerError, PeerLostError, Process
from eval.peers.protocol import FactsReply, IngestReply, LoadReply, PickReply, TimedReply
from eval.peers.shared_sample import SharedSample
from eval.peers.systems import Setup, System
from eval.questions import Case
from eval.records import Metric, Record, Report, plain_metric
from eval.support.machine import machine, now, timed
from eval.support.progress import with_progress

KIND = "peers"
FAILED = "failed"
"""The name of the setting that says why a system has no figures."""
_WARM_UP = 3


class Limits(Struct, frozen=True, kw_only=True):
    """How long to wait, in seconds."""

    ingest: float = 4 * 3600
    ask: float = 120
    load: float = 20
    """How long to ask with each number of clients."""


class Task(Struct, frozen=True, kw_only=True):
    """What every system is measured on."""

    name: str
    sample: SharedSample
    articles: Path
    """The file of sampled articles that workers read."""
    seed: int = 0
    clients: tuple[int, ...] = (1, 16)
    limits: Limits = Limits()


def measure(system: System, setup: Setup, task: Task, log: Path) -> Report:
    """Measure one system from start to end; it runs alone.

    Raises:
        PeerError: it could not be started, failed to ingest, exited, or hung.
    """
    dtype = _pick_dtype(system, setup, task, log)
    with timed() as timing, Process(setup.command(system, dtype), setup.threads, log) as process:
        ingested = _ingest(process, task)
        asked = _ask_all(process, task)
        replies = list(with_progress(asked, system.name, len(task.sample.cases)))
        loads = {clients: _load(process, task, clients) for clients in task.clients}
        described = process.ask({"do": "facts"}, FactsReply, task.limits.ask)
    records = judge_replies(task.sample, replies)
    bare = _bare_report(system, setup, task)
    return structs.replace(
        bare,
        settings=described["facts"] | bare.settings | _load_errors(loads),
        data=bare.data | {"passages": str(ingested["passages"])},
        machine=bare.machine | {"threads": str(setup.threads)},
        metrics=[
            *summarise(records, task.seed),
            *_costs(records, ingested, loads, described["peak_megabytes"], timing.steal),
        ],
        by_type=by_type(records, task.seed),
        records=records,
    )


def _pick_dtype(system: System, setup: Setup, task: Task, log: Path) -> str:
    """The faster number type for its embedder, determined in a separate process beforehand."""
    if not system.picks:
        return ""
    if setup.dtype:
        return setup.dtype
    with Process(setup.command(system), setup.threads, log) as process:
        wanted = {"do": "pick", "articles": str(task.articles)}
        return process.ask(wanted, PickReply, task.limits.ingest)["dtype"]


def failed_report(system: System, setup: Setup, task: Task, reason: str) -> Report:
    """The report of a system that could not be measured."""
    bare = _bare_report(system, setup, task)
    return structs.replace(bare, settings=bare.settings | {FAILED: reason})


def _bare_report(system: System, setup: Setup, task: Task) -> Report:
    return Report(
        name=task.name,
        kind=KIND,
        created=now(),
        target=system.name,
        seed=task.seed,
        settings=_settings(setup, system),
        data={
            "sha256": task.sample.sha256,
            "articles": str(len(task.sample.documents)),
            "questions": str(len(task.sample.cases)),
        },
        machine=machine(),
    )


def _settings(setup: Setup, system: System) -> dict[str, str]:
    """The system's setup, with the reader by its folder's name only."""
    reader = setup.reader_of(system)
    named = {"reader": reader.name} if reader else {}
    return named | {"worker": " ".join((system.module.rpartition(".")[2], *system.arguments))}


def _load_errors(loads: Mapping[int, LoadReply]) -> dict[str, str]:
    """The last error under load, if there was one."""
    return {
        f"error under load@{clients}": load["last_error"]
        for clients, load in loads.items()
        if load["failed"]
    }


def _ingest(process: Process, task: Task) -> IngestReply:
    wanted = {"do": "ingest", "articles": str(task.articles)}
    return process.ask(wanted, IngestReply, task.limits.ingest)


def _ask_all(process: Process, task: Task) -> Iterator[TimedReply | PeerError]:
    for case in task.sample.cases[:_WARM_UP]:
        _reply(process, case, task.limits)
    for case in task.sample.cases:
        yield _reply(process, case, task.limits)


def _reply(process: Process, case: Case, limits: Limits) -> TimedReply | PeerError:
    """The reply, or the error: the next question may succeed."""
    try:
        wanted = {"do": "ask", "question": case.question, "day": case.asked_at}
        return process.ask(wanted, TimedReply, limits.ask)
    except PeerLostError:
        raise
    except PeerError as exc:
        return exc


def _load(process: Process, task: Task, clients: int) -> LoadReply:
    questions = [case.question for case in task.sample.cases]
    wanted = {"questions": questions, "clients": clients, "seconds": task.limits.load}
    patience = task.limits.load + clients * task.limits.ask
    return process.ask({"do": "load", **wanted}, LoadReply, patience)


def _costs(
    records: Sequence[Record],
    ingested: IngestReply,
    loads: Mapping[int, LoadReply],
    peak_megabytes: float,
    steal: float,
) -> Iterator[Metric]:
    broken = sum(record.reason is not None for record in records)
    for clients, load in loads.items():
        rate = load["answered"] / load["seconds"]
        yield plain_metric(f"questions per second@{clients}", rate, "1/s")
        yield plain_metric(f"failed under load@{clients}", load["failed"], higher_is_better=False)
    yield plain_metric("failed questions", broken, higher_is_better=False)
    yield plain_metric("peak memory", peak_megabytes, "MB", higher_is_better=False)
    yield plain_metric("ingestion", ingested["seconds"], "s", higher_is_better=False)
    yield plain_metric("loading models", ingested["prepared_in"], "s", higher_is_better=False)
    yield plain_metric("steal", steal, higher_is_better=False)
