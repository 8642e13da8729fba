"""A server under duress: no files to open, no folder to write, clients that say nothing."""

import http.client
import resource
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from threading import Event, Thread
from typing import Any
from zipfile import ZipFile

import msgspec
import pytest
from litestar.testing import TestClient
from msgspec import structs

from eval.support.forking import Forking
from eval.support.servers import Server, free_port
from index.store.jobs.table import JobStatus, JobTable
from index.store.library import Library
from service.engine import Engine
from service.http.app import create_app
from service.http.runtime import Runtime
from service.settings import Settings
from tests.service.conftest import LOCAL, running
from tests.waiting import wait_until

LONG = "“We will rebuild the old bridge,” said Mayor Elena Ruiz on Monday.\n\n" * 12_000


@contextmanager
def serving(folder: Path, forking: Forking, **settings: str) -> Iterator[Server]:
    given = {"embedder": "letters", "reader": "sentence", **settings}
    server = Server(folder / "data", free_port(), folder / "log", program=forking, **given)
    try:
        server.wait_until_ready()
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


class Line:
    """One connection that is kept open."""

    def __init__(self, server: Server) -> None:
        self.connection = http.client.HTTPConnection(server.address.removeprefix("http://"))

    def ask(self, path: str, method: str = "GET", body: Any = None) -> tuple[int, Any]:
        data = None if body is None else msgspec.json.encode(body)
        self.connection.request(method, path, data, {"content-type": "application/json"})
        reply = self.connection.getresponse()
        content = reply.read()
        return reply.status, msgspec.json.decode(content) if path != "/metrics" else content

    def close(self) -> None:
        self.connection.close()


@pytest.mark.skipif(sys.platform != "linux", reason="limits of another process: Linux alone")
@pytest.mark.gate
def test_without_files_to_open_it_finds_what_others_write_or_says_that_it_cannot(
    tmp_path: Path, forking: Forking
) -> None:
    with (
        serving(tmp_path, forking, idle_seconds="600") as blind,
        serving(tmp_path, forking) as other,
        closing(Line(blind)) as line,
    ):
        line.ask("/ready")
        usual = resource.prlimit(blind.process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(blind.process.pid, resource.RLIMIT_NOFILE, (1, usual[1]))

        other.request("POST", "/v1/articles", {"id": "a", "text": "The bridge opened."})
        wait_until(lambda: _found(line) == ["a"] or line.ask("/ready")[0] == 503)
        resource.prlimit(blind.process.pid, resource.RLIMIT_NOFILE, usual)
        wait_until(lambda: _found(line) == ["a"] and line.ask("/ready")[0] == 200)


def _found(line: Line) -> list[str]:
    reply = line.ask("/v1/search", "POST", {"question": "the bridge opened"})[1]
    return [passage["article_id"] for passage in reply.get("passages", ())]


@pytest.mark.gate
def test_jobs_go_on_once_their_folder_can_be_written_again(
    settings: Settings, client: TestClient[Any]
) -> None:
    jobs = settings.folder / "jobs"
    jobs.write_text("in the way")

    id = client.post("/v1/collections/default/reembed").json()["id"]
    upload = client.post("/v1/articles", json=[{"text": "One."}])
    wait_until(lambda: client.get("/ready").status_code == 503)
    problem, metrics = client.get("/ready").json(), client.get("/metrics").text
    jobs.unlink()
    wait_until(lambda: client.get(f"/v1/jobs/{id}").json()["status"] == "done")
    wait_until(lambda: client.get("/ready").status_code == 200)

    assert upload.status_code == 507
    assert problem["type"] == "urn:dateline:problem:behind"
    assert "reembed: has been failing for" in problem["detail"]
    assert str(jobs) in problem["detail"]
    assert 'dateline_loop_runs{loop="reembed"} 0.0' in metrics
    assert 'dateline_loop_runs{loop="follower"} 1.0' in metrics


@pytest.mark.short(1)
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/collections", None),
        ("/nlweb/ask?query=bridge&streaming=0", None),
        ("/mcp", {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}),
    ],
)
def test_of_several_processes_one_that_is_not_ready_yet_waits_instead_of_refusing(
    settings: Settings, path: str, body: Any
) -> None:
    # Another process may have said that it is ready, and this one gets the next request.
    app = create_app(structs.replace(settings, workers=2))
    headers = {"accept": "application/json, text/event-stream"}
    with TestClient(app, base_url=LOCAL) as client:
        reply = client.request("POST" if body else "GET", path, json=body, headers=headers)

    assert reply.status_code == 200


def test_what_needs_no_models_does_not_wait_for_them(settings: Settings) -> None:
    app = create_app(structs.replace(settings, workers=2))
    with TestClient(app, base_url=LOCAL) as client:
        replies = [client.get(path) for path in ("/ready", "/metrics", "/v1/page", "/client.js")]

    assert [reply.status_code for reply in replies] == [503, 200, 200, 200]


@pytest.mark.gate
def test_connections_that_say_nothing_or_too_little_are_closed(
    tmp_path: Path, forking: Forking
) -> None:
    with serving(tmp_path, forking, idle_seconds="1") as server:
        place = ("127.0.0.1", int(server.address.rpartition(":")[2]))
        silent, slow, half = connections = [socket.create_connection(place) for _ in range(3)]
        slow.sendall(b"GET /health HTTP/1.1\r\n")
        half.sendall(
            b"POST /v1/ask HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
            b"content-length: 100\r\n\r\n{"
        )

        ends = [connection.recv(1) for connection in (silent, slow, half)]
        for connection in connections:
            connection.close()
        status, _ = server.request("GET", "/health")

    assert (ends, status) == ([b"", b"", b""], 200)


@pytest.mark.gate
def test_at_the_end_requests_get_a_problem_and_jobs_go_back_to_the_queue(
    tmp_path: Path, forking: Forking
) -> None:
    replies: list[Any] = []

    with serving(tmp_path, forking) as server:
        _, job = server.request("POST", "/v1/articles", [{"id": "many", "text": LONG}])

        def add() -> None:
            body = {"id": "one", "text": LONG}
            replies.append(server.request("POST", "/v1/articles", body))

        adding = Thread(target=add)
        adding.start()
        wait_until(lambda: server.request("GET", f"/v1/jobs/{job['id']}")[1]["status"] == "running")
        server.stop()
        adding.join()
    library = Library(tmp_path / "data" / "library.db")
    status = JobTable(library.database).get(job["id"]).status
    articles = library.count_articles("default")
    library.close()

    assert [(code, problem["type"]) for code, problem in replies] == [
        (503, "urn:dateline:problem:shutting-down")
    ]
    assert (status, articles) == (JobStatus.QUEUED, 0)


def test_what_is_too_large_is_named_with_its_limit_and_stops_nothing(settings: Settings) -> None:
    text = "The bridge opened. " * 100
    documents = [{"id": "a", "text": "Short."}, {"id": "b", "text": text}, {"text": "Last."}]

    with running(structs.replace(settings, max_article_characters=1000)) as client:
        id = client.post("/v1/articles", json=documents).json()["id"]
        wait_until(lambda: client.get(f"/v1/jobs/{id}").json()["status"] == "done")
        job = client.get(f"/v1/jobs/{id}").json()

    assert job["counts"] == {"added": 2, "rejected": 1}
    (rejected,) = (each for each in job["documents"] if each["status"] == "rejected")
    assert rejected["origin"].startswith("articles.json")
    assert "1,900 characters; the limit is 1,000" in rejected["reason"]


def test_an_archive_is_read_up_to_its_limit(settings: Settings) -> None:
    archive = BytesIO()
    with ZipFile(archive, "w") as members:
        for name in ("a.txt", "b.txt", "c.txt"):
            members.writestr(name, f"The bridge {name} opened. " * 40)

    with running(structs.replace(settings, max_archive_bytes=1500)) as client:
        files = {"files": ("june.zip", archive.getvalue())}
        id = client.post("/v1/articles", files=files).json()["id"]
        wait_until(lambda: client.get(f"/v1/jobs/{id}").json()["status"] == "done")
        job = client.get(f"/v1/jobs/{id}").json()

    assert job["counts"] == {"added": 1, "rejected": 2}
    assert [each["origin"] for each in job["documents"]] == [
        "june.zip/a.txt",
        "june.zip/b.txt",
        "june.zip",
    ]


@pytest.mark.gate
def test_a_job_that_waits_can_be_cancelled_while_another_runs(client: TestClient[Any]) -> None:
    first = client.post("/v1/articles", json=[{"id": "long", "text": LONG}]).json()["id"]
    second = client.post("/v1/articles", json=[{"id": "short", "text": "Short."}]).json()["id"]

    statuses = [client.delete(f"/v1/jobs/{id}").json()["status"] for id in (second, first)]
    wait_until(lambda: client.get(f"/v1/jobs/{first}").json()["status"] == "cancelled")

    assert statuses[0] == "cancelled"
    assert client.get("/v1/articles").json()["total"] == 0


class _Unlucky(Runtime):
    """A service that something unforeseen keeps from starting."""

    def _open_engine(self) -> Engine:
        raise SystemError("please report a bug for the re module")


def test_what_keeps_the_service_from_starting_is_told_whatever_it_is(settings: Settings) -> None:
    runtime = _Unlucky(settings)

    with TestClient(create_app(settings, runtime), base_url=LOCAL) as client:
        wait_until(lambda: runtime.failure is not None)
        told = client.get("/ready")

    assert told.status_code == 503
    assert "SystemError: please report a bug for the re module" in told.json()["detail"]


def test_jobs_and_articles_are_read_and_stopped_while_the_queue_of_questions_is_full(
    settings: Settings,
) -> None:
    runtime = Runtime(structs.replace(settings, threads=1, queue_length=1))
    let_go = Event()
    app = create_app(runtime.settings, runtime)
    with TestClient(app, base_url=LOCAL) as client, client.portal() as portal:
        wait_until(lambda: client.get("/ready").status_code == 200)
        asked = [portal.start_task_soon(runtime.read, let_go.wait) for _ in range(2)]
        wait_until(lambda: runtime.questions.waiting == 1)

        statuses = {
            path: client.request(method, path).status_code
            for method, path in (("GET", "/v1/jobs/x"), ("DELETE", "/v1/jobs/y"))
        }
        listed = client.get("/v1/articles").status_code, client.get("/v1/collections").status_code
        refused = client.post("/v1/ask", json={"question": "Who?"}).status_code
        let_go.set()

        assert (statuses, listed) == ({"/v1/jobs/x": 404, "/v1/jobs/y": 404}, (200, 200))
        assert (refused, [task.result() for task in asked]) == (503, [True, True])


@pytest.mark.parametrize("another", [False, True], ids=["removed", "replaced"])
def test_readiness_ends_with_the_library_and_returns_with_it(
    settings: Settings, client: TestClient[Any], another: bool
) -> None:
    library, aside = settings.file, settings.folder / "aside"
    before = client.get("/ready").status_code

    library.rename(aside)
    if another:
        library.write_bytes(aside.read_bytes())
    without = client.get("/ready")
    aside.replace(library)

    assert (before, without.status_code, client.get("/ready").status_code) == (200, 503, 200)
    assert without.json()["type"] == "urn:dateline:problem:behind"
    assert f"{library}: removed or replaced" in without.json()["detail"]
