"""Job files in the database, for servers that share it.

data folder of whoever was sent them --> parts of a few megabytes --> that of whoever does the job
"""

import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import delete, insert, select

from index.files.durable import make_data_folder, write_durably
from index.store.database import Database
from index.store.schema import job_files, jobs

_PART_BYTES = 4 << 20
_DAY_SECONDS = 86_400


class JobFiles:
    """The files of a shared database; of any other, nothing is done."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, id: str, folder: Path) -> None:
        """Store every file of a folder under the id of a job, durably, before it is created."""
        if not self._database.is_shared:
            return
        for path in sorted(folder.iterdir()):
            for number, data in enumerate(_parts(path)):
                row = {"job_id": id, "name": path.name, "part": number, "data": data}
                with self._database.writing() as connection:
                    connection.execute(insert(job_files).values(at=int(time.time()), **row))

    def fetch(self, id: str, folder: Path) -> None:
        """Fetch missing files into a folder."""
        if not self._database.is_shared:
            return
        mine = job_files.c.job_id == id
        with self._database.reading() as connection:
            names = connection.scalars(select(job_files.c.name).where(mine).distinct()).all()
        for name in sorted(names):
            if not (folder / name).exists():
                make_data_folder(folder)
                write_durably(folder / name, self._read(id, name))

    def delete(self, id: str) -> None:
        """Delete the files of a finished job, and remains of failed requests after a day."""
        if not self._database.is_shared:
            return
        known = select(jobs.c.id)
        left = job_files.c.job_id.not_in(known) & (job_files.c.at < time.time() - _DAY_SECONDS)
        with self._database.writing() as connection:
            connection.execute(delete(job_files).where((job_files.c.job_id == id) | left))

    def _read(self, id: str, name: str) -> bytes:
        wanted = select(job_files.c.data).where(job_files.c.job_id == id, job_files.c.name == name)
        with self._database.reading() as connection:
            return b"".join(connection.scalars(wanted.order_by(job_files.c.part)))


def _parts(path: Path) -> Iterator[bytes]:
    """At least one, of an empty file as well."""
    with path.open("rb") as file:
        yield file.read(_PART_BYTES)
        while data := file.read(_PART_BYTES):
            yield data
