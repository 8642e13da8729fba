"""What each feed said it can be asked by ("has it changed since?"), kept in a small JSON file."""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

import msgspec
from msgspec import Struct

from index.errors import StoreError


class Validators(Struct, frozen=True, omit_defaults=True):
    """Two header values, as the server gave them."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The request headers that ask for the feed only if it changed."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


class FeedCache:
    """One file for all feeds. One that cannot be read counts as empty: all feeds are read again."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def validators(self, url: str) -> Validators:
        """What the feed gave when it was last read."""
        return self._read().get(url, Validators())

    def remember(self, url: str, headers: Mapping[str, str]) -> None:
        """Keep what the feed's answer gave (header names in lower case).

        Raises:
            StoreError: the file cannot be written.
        """
        found = self._read()
        found[url] = Validators(headers.get("etag"), headers.get("last-modified"))
        self._write(msgspec.json.encode(found))

    def _read(self) -> dict[str, Validators]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Validators])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return {}

    def _write(self, data: bytes) -> None:
        """To a file beside it, which then takes its place: no reader sees half of one."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._path.parent, delete=False) as beside:
                beside.write(data)
                beside.flush()
                os.fsync(beside.fileno())
            Path(beside.name).replace(self._path)
        except OSError as exc:
            # A file half written is left beside; it is never read.
            raise StoreError(f"{self._path} cannot be written: {exc.strerror}") from exc
