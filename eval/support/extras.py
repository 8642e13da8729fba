"""Libraries that only some measurements need, checked when they are used."""

from importlib.util import find_spec

from index.errors import SettingsError

_PACKAGES = {"sklearn": "scikit-learn"}
"""Import names that differ from the name of the package."""


def require_library(library: str, purpose: str = "reports") -> None:
    """Check that a library is installed, without importing it.

    Raises:
        SettingsError: it is not installed; the message names the command that installs it.
    """
    try:
        found = find_spec(library) is not None
    except ValueError:  # a name that was blocked in sys.modules
        found = False
    if not found:
        name = _PACKAGES.get(library, library)
        raise SettingsError(
            f"{purpose} need the library {name}, which is not installed; "
            "run: pip install 'dateline[eval]'"
        )
