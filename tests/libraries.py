"""Empty libraries, as the first start leaves them: made once in each process, then copied."""

import tempfile
from functools import cache
from pathlib import Path

from index.files.durable import make_data_folder
from index.store.library import Library


def found_library(folder: Path) -> None:
    """Put an empty library into a data folder where there is nothing yet.

    Its tables take a busy disk a tenth of a second.
    """
    if folder.exists() and any(folder.iterdir()):
        return
    make_data_folder(folder)
    (folder / "library.db").write_bytes(_empty())


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        Library(path).close()
        return path.read_bytes()
