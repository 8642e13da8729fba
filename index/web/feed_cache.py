"""HTTP validators of each feed, kept in a small JSON file."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from index.files.durable import make_data_folder, write_durably


class Validators(Struct, frozen=True, omit_defaults=True):
    """Two header values, as the server sent them."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The request headers that ask for the feed only if it has changed."""
        conditions = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in conditions.items() if value}


class FeedCache:
    """One file for all feeds. An unreadable file counts as empty: all feeds are read again."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def validators(self, url: str) -> Validators:
        """Return the validators from the last time the feed was read."""
        return self._read().get(url, Validators())

    def remember(self, url: str, headers: Mapping[str, str]) -> None:
        """Keep the validators in a feed's response (header names in lower case).

        Raises:
            StoreError: the file cannot be written.
        """
        found = self._read()
        found[url] = Validators(headers.get("etag"), headers.get("last-modified"))
        make_data_folder(self._path.parent)
        write_durably(self._path, msgspec.json.encode(found))

    def _read(self) -> dict[str, Validators]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Validators])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return {}
