"""Answers of the real reader told ahead: in the end, a stream tells what a reply tells."""

import json
from itertools import chain
from pathlib import Path

import pytest

from service.channels.events import MEDIA_TYPE
from service.demo import questions_file
from service.settings import load
from tests.demo import CopyDemo
from tests.service.channels.reading import events_of, put_together
from tests.service.conftest import running

pytestmark = pytest.mark.model


@pytest.mark.parametrize("every", [24, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.gate
def test_a_stream_tells_what_a_reply_tells_whatever_it_told_ahead(
    tmp_path: Path, copy_demo: CopyDemo, every: int
) -> None:
    lines = questions_file().read_text(encoding="utf-8").splitlines()[::every]
    bodies = [{"question": json.loads(line)["question"]} for line in lines]

    settings = load({}, data=str(copy_demo(tmp_path / "data")), embedder="letters", reader="span")

    with running(settings) as client:
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
