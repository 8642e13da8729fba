"""The systems compared: their workers, and what determines their results."""

import json
import subprocess
import sys
from pathlib import Path

from msgspec import Struct

from eval.peers.process import PeerError
from eval.support.files import code_in, hash_files

ROOT = Path(__file__).resolve().parents[2]
PEERS_PYTHON = ROOT / ".venv-peers" / "bin" / "python"
"""Created by `make peers`."""
_OURS = "eval.peers.ours"
_FLOORS = ("index", "service", "prompts")
_SHARED = (
    *(f"eval.peers.{name}" for name in ("worker", "protocol", "texts", "judging")),
    *("eval.peers.measuring", "eval.metrics.matching", "eval.metrics.spans"),
)

_LIBRARIES = (
    *("dateline", "haystack-ai", "faiss-haystack", "transformers-haystack"),
    *("sentence-transformers-haystack", "txtai", "sentence-transformers", "transformers"),
    *("torch", "openvino", "faiss-cpu", "tantivy", "numpy"),
)
_ASK_VERSIONS = """
import importlib.metadata as m, json, platform, sys
found = {"python": platform.python_version()}
for name in sys.argv[1:]:
    try:
        found[name] = m.version(name)
    except m.PackageNotFoundError:
        pass
print(json.dumps(found))
"""


class System(Struct, frozen=True):
    """One system, or one way to use it."""

    name: str
    module: str
    """The module of its worker."""
    arguments: tuple[str, ...] = ()
    picks: bool = False
    """Whether the number type of its embedder can be chosen."""
    peer: bool = False
    """Whether it needs the peers' environment and takes a reader."""
    needs_answers: bool = False
    """Whether it crashes if its reader predicts "no answer"."""


_ALL = (
    System("dateline", _OURS),
    System("dateline-all", _OURS, ("--min-confidence", "0")),
    System("haystack", "eval.peers.haystack3", picks=True, peer=True),
    System("txtai", "eval.peers.txtai9", picks=True, peer=True, needs_answers=True),
    System(
        *("txtai-each", "eval.peers.txtai9", ("--each",)), picks=True, peer=True, needs_answers=True
    ),
    System("naive", "eval.peers.naive", picks=True),
)
SYSTEMS = {system.name: system for system in _ALL}
_DEFAULT = ("dateline", "haystack", "txtai", "txtai-each", "naive")
_SAME_WITHOUT_READER = "txtai-each"


def default(reader: Path | None) -> list[str]:
    """The systems compared by default."""
    return [name for name in _DEFAULT if reader or name != _SAME_WITHOUT_READER]


class Setup(Struct, frozen=True, kw_only=True):
    """How workers are started; the same for all."""

    peers_python: Path = PEERS_PYTHON
    reader: Path | None = None
    """Folder of the question answering model for the peers' readers."""
    answering_reader: Path | None = None
    """The same without "no answer", for systems that crash on it; None: the same model."""
    reader_dtype: str = "float32"
    dtype: str | None = None
    """For embedders with a choice; None: the faster one, determined beforehand."""
    threads: int

    def python(self, system: System) -> Path:
        """The interpreter of its environment."""
        return self.peers_python if system.peer else Path(sys.executable)

    def reader_of(self, system: System) -> Path | None:
        """The folder of its reader's model, if it takes one."""
        if not system.peer:
            return None
        return (system.needs_answers and self.answering_reader) or self.reader

    def command(self, system: System, dtype: str = "") -> list[str]:
        """The command that starts its worker."""
        command = [str(self.python(system)), "-m", system.module, *system.arguments]
        if dtype:
            command += ["--dtype", dtype]
        reader = self.reader_of(system)
        if reader:
            command += ["--reader", str(reader), "--reader-dtype", self.reader_dtype]
        return command


def versions(python: Path) -> dict[str, str]:
    """Versions of Python and of the libraries that affect results, in the environment of `python`.

    Raises:
        PeerError: the environment is missing or broken.
    """
    command = [str(python), "-c", _ASK_VERSIONS, *_LIBRARIES]
    try:
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    except (OSError, subprocess.CalledProcessError) as exc:
        raise PeerError("its environment is missing or broken; run `make peers`") from exc
    found: dict[str, str] = json.loads(done.stdout)
    return found


def code_hash(system: System) -> str:
    """A hash of this project's code that the system uses."""
    modules = (system.module, *_SHARED)
    files = [ROOT / f"{module.replace('.', '/')}.py" for module in modules]
    if system.module == _OURS:
        files += [path for name in _FLOORS for path in code_in(ROOT / name)]
    return hash_files(files)
