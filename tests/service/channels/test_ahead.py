"""Answers of the real reader told ahead: in the end, a stream tells what a reply tells."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from index.formats import read_paths
from service.channels.events import MEDIA_TYPE
from service.demo import articles_folder, questions_file
from service.engine import Engine
from service.settings import load
from tests.service.channels.reading import events_of, put_together
from tests.service.conftest import running

pytestmark = pytest.mark.model


@contextmanager
def _demo(folder: Path) -> Iterator[TestClient[Any]]:
    settings = load({}, data=str(folder), embedder="letters", reader="span")
    engine = Engine(settings)
    engine.open()
    list(engine.ingester.add(engine.collection(None), read_paths([articles_folder()])))
    engine.close()
    with running(settings) as client:
        yield client


@pytest.mark.parametrize("every", [24, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.gate
def test_a_stream_tells_what_a_reply_tells_whatever_it_told_ahead(
    tmp_path: Path, every: int
) -> None:
    lines = questions_file().read_text(encoding="utf-8").splitlines()[::every]
    bodies = [{"question": json.loads(line)["question"]} for line in lines]

    with _demo(tmp_path) as client:
        accept = {"Accept": MEDIA_TYPE}
        streams = [client.post("/v1/ask", json=body, headers=accept).text for body in bodies]
        replies = [client.post("/v1/ask", json=body).json() for body in bodies]

    events = [list(events_of(stream)) for stream in streams]
    for told, reply in zip(events, replies, strict=True):
        whole = {name: reply[name] for name in ("text", "answers", "citations")}
        assert put_together(told) == whole
        assert {name: told[-1]["data"][name] for name in whole} == whole
    ahead = [one for one in chain.from_iterable(events) if "provisional" in one["data"]]
    assert ahead
    assert all(one["data"]["answers"] == [] for one in ahead)
