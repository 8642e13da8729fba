"""Embedders in use: loaded on demand, dropped with the last collection that needs them."""

import logging
from collections.abc import Callable, Sequence
from threading import Lock
from weakref import WeakValueDictionary

from index.embedders.contract import Embedder
from index.errors import SettingsError
from index.store.vectors.embedder_records import EmbedderRef

_log = logging.getLogger(__name__)


class EmbedderPool:
    """The embedder that the setting names, and those that collections are still searched with."""

    def __init__(
        self, wanted: str, load: Callable[[str], Embedder], shipped: Sequence[str] = ()
    ) -> None:
        """Start without loading anything.

        Args:
            wanted: the setting.
            load: builds an embedder by name; raises SettingsError.
            shipped: names to try when only a fingerprint is known.
        """
        self.wanted_name = wanted
        self._load = load
        self._shipped = shipped
        # Once loaded, it is kept: it will be needed again.
        self._wanted: Embedder | None = None
        self._loaded: WeakValueDictionary[str, Embedder] = WeakValueDictionary()
        self._lock = Lock()

    def named(self, name: str) -> Embedder:
        """The embedder of that name.

        Raises:
            SettingsError: it cannot be loaded.
        """
        with self._lock:
            embedder = self._loaded.get(name)
            if embedder is None:
                embedder = self._loaded[name] = self._load(name)
            if name == self.wanted_name:
                self._wanted = embedder
            return embedder

    def wanted(self) -> tuple[EmbedderRef, Embedder]:
        """The embedder that the setting names.

        Raises:
            SettingsError: it cannot be loaded.
        """
        embedder = self.named(self.wanted_name)
        return EmbedderRef(self.wanted_name, embedder.fingerprint), embedder

    def serving(self, ref: EmbedderRef) -> Embedder:
        """The embedder that a collection was embedded with.

        Raises:
            SettingsError: it cannot be loaded, or its files have changed since.
        """
        # Without question vectors, search would fall back to full text, and confidences, which were
        # fitted with vectors, would be meaningless. So such a collection is not opened.
        wanted = f"embedder {ref}, which its articles were embedded with"
        advice = f"restore it, or run `dateline reembed` to change to {self.wanted_name!r}"
        name = ref.name or self.name_of(ref.fingerprint)
        if not name:
            raise SettingsError(f"{wanted}, is unknown; {advice}")
        try:
            embedder = self.named(name)
        except SettingsError as exc:
            raise SettingsError(f"{wanted}, cannot be loaded ({exc}); {advice}") from exc
        if embedder.fingerprint != ref.fingerprint:
            raise SettingsError(
                f"{wanted}, has changed: its files now give {embedder.fingerprint}; {advice}"
            )
        return embedder

    def name_of(self, fingerprint: str) -> str:
        """The name of the embedder with this fingerprint; "" if it is unknown."""
        for name in dict.fromkeys((self.wanted_name, *self._shipped)):
            try:
                if self.named(name).fingerprint == fingerprint:
                    return name
            except SettingsError as exc:
                _log.debug("embedder %s: %s", name, exc)
        return ""
