"""PostgreSQL's own diagnostics, and settings that weaken its guarantees."""

from sqlalchemy import Connection, text

_DURABLE = ("fsync", "full_page_writes")
_CHECKSUMS = (
    "SELECT coalesce(sum(checksum_failures), 0) FROM pg_stat_database "
    "WHERE datname = current_database()"
)
_INVALID = (
    "SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
    "WHERE NOT i.indisvalid AND c.relnamespace = current_schema()::regnamespace"
)
_UNCHECKED = (
    "SELECT conname || ' of ' || conrelid::regclass::text FROM pg_constraint "
    "WHERE NOT convalidated AND connamespace = current_schema()::regnamespace"
)


def problems(connection: Connection) -> list[str]:
    """Known problems; empty if none."""
    found = [
        f"{name} is off: what is acknowledged may be lost in a power cut"
        for name in _DURABLE
        if connection.execute(text(f"SHOW {name}")).scalar() == "off"
    ]
    failures = connection.execute(text(_CHECKSUMS)).scalar()
    if failures:
        found.append(f"{failures} pages did not match their checksums")
    found += [f"index {name} is invalid" for name in connection.execute(text(_INVALID)).scalars()]
    found += [f"{name}: not enforced" for name in connection.execute(text(_UNCHECKED)).scalars()]
    return found
