"""Requests generated from the OpenAPI document, valid and invalid, and what contradicts it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct

# Imported where it is used: it takes a second, and most runs of tests are of others.
if TYPE_CHECKING:
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import events

# Their filters are recursive: the systematic phase would not come to an end.
_RECURSIVE = (
    "/v1/ask",
    "/v1/ask/batch",
    "/v1/search",
    "/v1/context",
    "/v1/suggestions",
    "/v1/chat/completions",
    "/v1/responses",
)
# Most requests are to find something.
_KNOWN = {
    "query.collection": ("default",),
    "body.collection": ("default",),
    "body.model": ("dateline", "dateline/default"),
    "path.id": ("bridge",),
    "path.name": ("default", "other"),
}


_REJECTIONS = [400, 401, 403, 404, 405, 406, 409, 413, 414, 415, 422, 428, 429, 431]


class Round(Struct, frozen=True):
    """What came of the requests."""

    requests: int
    statuses: dict[int, int]
    contradictions: list[str]


def contradictions(
    address: str, examples: int, *, systematic: bool = True, seed: int | None = None
) -> Round:
    """Send requests to a running server and compare its replies with its own document.

    Args:
        address: its address.
        examples: random requests to each operation, at most.
        systematic: also try each limit, each type and each method once.
        seed: of the random ones; None: always the same.
    """
    import schemathesis
    from schemathesis.core.errors import InvalidSchema
    from schemathesis.engine import events, from_schema

    config = _config(examples, systematic=systematic, seed=seed)
    document = schemathesis.openapi.from_url(
        f"{address}/schema/openapi.json", config=config, timeout=120
    )
    statuses: dict[int, int] = {}
    found: list[str] = []
    for event in from_schema(document).execute():
        if isinstance(event, events.ScenarioFinished):
            for exchange in event.recorder.interactions.values():
                status = exchange.response.status_code if exchange.response else 0
                statuses[status] = statuses.get(status, 0) + 1
            found += _faults(event)
        elif isinstance(event, events.NonFatalError):
            # It rewrites `prefixItems` for its own use, and then finds its rewriting invalid. That
            # the document's own schemas are valid is tested apart.
            if not isinstance(event.value, InvalidSchema):
                found.append(f"{event.label}: {event.value!r}")
        elif isinstance(event, events.FatalError):
            found.append(repr(event.exception))
    return Round(sum(statuses.values()), dict(sorted(statuses.items())), found)


def _config(examples: int, *, systematic: bool, seed: int | None) -> "SchemathesisConfig":
    from schemathesis.config import SchemathesisConfig

    without = {"coverage": {"enabled": False}}
    given: dict[str, Any] = {
        "generation": {"max-examples": examples, "deterministic": seed is None},
        **({} if seed is None else {"seed": seed}),
        # An invalid URL may be so long that it is not even read.
        "checks": {"negative_data_rejection": {"expected-statuses": _REJECTIONS}},
        "phases": {"stateful": {"enabled": False}, **({} if systematic else without)},
        "operations": [{"include-path": path, "phases": without} for path in _RECURSIVE],
        "dictionaries": {name: {"values": list(values)} for name, values in _KNOWN.items()},
        "parameters": {name: {"dictionary": name, "probability": 0.8} for name in _KNOWN},
    }
    return SchemathesisConfig.from_dict(given)


def _faults(event: "events.ScenarioFinished") -> Iterator[str]:
    for id, checks in event.recorder.checks.items():
        reply = event.recorder.interactions[id].response
        # That a period ends after it begins is more than a schema can say.
        is_backward = reply is not None and b"; swap the dates" in reply.content
        for check in checks:
            if is_backward and check.name == "positive_data_acceptance":
                continue
            if check.failure_info is not None:
                failure = check.failure_info
                yield (
                    f"{event.recorder.label}: {check.name}: {failure.failure.message}"
                    f"\n{failure.code_sample}"
                )
