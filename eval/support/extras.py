"""Libraries that only measuring needs, loaded where they are used."""

from importlib.util import find_spec

from index.errors import SettingsError


def need(library: str) -> None:
    """Check that a library is there, without importing it.

    Raises:
        SettingsError: it is not installed.
    """
    try:
        found = find_spec(library) is not None
    except ValueError:  # a name that was blocked in sys.modules
        found = False
    if not found:
        raise SettingsError(
            f"reports need the library {library}, which is not installed; "
            "run: pip install 'dateline[eval]'"
        )
