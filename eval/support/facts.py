"""What a report must say of how it came about."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("dateline", "faiss-cpu", "tantivy", "openvino", "numpy", "scikit-learn")


def versions() -> dict[str, str]:
    """Of Dateline, Python, and the libraries that decide results."""
    return {"python": platform.python_version()} | {name: version(name) for name in _LIBRARIES}


def machine() -> dict[str, str]:
    """Processor, cores and system; nothing that names the machine or its user."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count() or 0),
        "system": f"{platform.system()} {platform.machine()}",
    }


def now() -> str:
    """The time, ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    if not path.exists():
        return platform.processor() or "unknown"
    lines = [line.partition(":") for line in path.read_text().splitlines()]
    facts = {name.strip(): value.strip() for name, _, value in lines}
    flags = facts.get("flags", "").split()
    telling = [flag for flag in ("avx2", "avx512f", "avx512_bf16", "amx_bf16") if flag in flags]
    return f"{facts.get('model name', 'unknown')} ({' '.join(telling)})"
