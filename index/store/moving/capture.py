"""Records the rows written during a move, and blocks writes after it.

    begin --> triggers note the rows of each write --> changed
    close --> triggers refuse each write, and say where the library is now

Triggers, because they catch all writes by running servers, in any table, and cost nothing when no
library is being moved.
"""

import secrets
from collections import defaultdict
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    func,
    insert,
    select,
)

from index.store.opening import ARRIVING
from index.store.postgresql.explaining import REFUSED
from index.store.schema import claims, facts, job_files, metadata
from index.store.text_columns import TEXT

MOVING = "moving"
"""The fact, in the source library, that identifies a move."""
MOVED = "moved"
"""The fact that says where a library has moved."""
OWN_FACTS = ("schema", "library", MOVING, MOVED, ARRIVING)
"""Facts about a single database, which are not copied."""
# The files of jobs are those of jobs that are done.
TABLES = tuple(table for table in metadata.sorted_tables if table is not job_files)
"""The copied tables, each after those it refers to."""

Key = int | str

_notes = Table(
    "moving_rows",
    MetaData(),
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("name", String, nullable=False),
    Column("key", TEXT, nullable=False),
    sqlite_autoincrement=True,
)
_ROWS = {"INSERT": ("NEW",), "UPDATE": ("NEW", "OLD"), "DELETE": ("OLD",)}
_FUNCTION = "CREATE OR REPLACE FUNCTION dateline_moving() RETURNS trigger LANGUAGE plpgsql AS"
_NOTE = """
    DECLARE key text;
    BEGIN
        IF TG_OP <> 'DELETE' THEN
            EXECUTE 'SELECT ($1).' || quote_ident(TG_ARGV[0]) INTO key USING NEW;
            INSERT INTO moving_rows (name, key) VALUES (TG_TABLE_NAME, key);
        END IF;
        IF TG_OP <> 'INSERT' THEN
            EXECUTE 'SELECT ($1).' || quote_ident(TG_ARGV[0]) INTO key USING OLD;
            INSERT INTO moving_rows (name, key) VALUES (TG_TABLE_NAME, key);
        END IF;
        RETURN NULL;
    END
"""


def unit(table: Table) -> Column[Any]:
    """The column that groups rows for copying."""
    return table.c.article_pk if table is claims else next(iter(table.primary_key.columns))


def fact(connection: Connection, name: str) -> str | None:
    """A fact stored in a library."""
    return connection.execute(select(facts.c.value).where(facts.c.name == name)).scalar()


def begin(connection: Connection) -> str:
    """Start recording writes; return the move's identifier."""
    token = fact(connection, MOVING)
    if token is None:
        token = secrets.token_hex(8)
        connection.execute(insert(facts).values(name=MOVING, value=token))
        _notes.create(connection)
        _watch(connection, note=True)
    return token


def close(connection: Connection, where: str) -> None:
    """Reject writes from now on, with the library's new location."""
    connection.execute(insert(facts).values(name=MOVED, value=where))
    _unwatch(connection)
    _watch(connection, note=False, message=told(where).replace("'", "''"))


def told(where: str) -> str:
    """The message about a moved library."""
    return f"moved to {where}; name that in the settings, and start again"


def release(connection: Connection) -> bool:
    """Stop recording and rejecting; return whether either was active."""
    if fact(connection, MOVING) is None:
        return False
    _unwatch(connection)
    _notes.drop(connection)
    connection.execute(delete(facts).where(facts.c.name.in_((MOVING, MOVED))))
    return True


def last_noted(connection: Connection) -> int:
    """The number of the last note."""
    return int(connection.execute(select(func.max(_notes.c.number))).scalar() or 0)


def changed(connection: Connection, after: int) -> dict[str, list[Key]]:
    """By table, the units with rows that were written after a note."""
    statement = select(_notes.c.name, _notes.c.key).where(_notes.c.number > after).distinct()
    found: dict[str, list[Key]] = defaultdict(list)
    for name, key in connection.execute(statement):
        kind = unit(metadata.tables[name]).type
        found[name].append(int(key) if isinstance(kind, Integer) else key)
    return found


def _watch(connection: Connection, *, note: bool, message: str = "") -> None:
    if connection.dialect.name == "sqlite":
        for table in TABLES:
            for action, rows in _ROWS.items():
                steps = [_step(table, row) for row in rows]
                body = "; ".join(steps) if note else f"SELECT RAISE(ABORT, '{message}')"
                _run(
                    connection,
                    f"CREATE TRIGGER moving_{table.name}_{action} AFTER {action} ON {table.name} "
                    f"BEGIN {body}; END",
                )
        return
    refusal = f"BEGIN RAISE EXCEPTION USING ERRCODE = '{REFUSED}', MESSAGE = '{message}'; END"
    _run(connection, f"{_FUNCTION} $body$ {_NOTE if note else refusal} $body$")
    for table in TABLES:
        _run(
            connection,
            f"CREATE TRIGGER moving AFTER INSERT OR UPDATE OR DELETE ON {table.name} "
            f"FOR EACH ROW EXECUTE FUNCTION dateline_moving('{unit(table).name}')",
        )


def _step(table: Table, row: str) -> str:
    values = f"'{table.name}', {row}.{unit(table).name}"
    return f"INSERT INTO moving_rows (name, key) VALUES ({values})"  # noqa: S608


def _unwatch(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        _run(connection, "DROP FUNCTION dateline_moving() CASCADE")
        return
    for table in TABLES:
        for action in _ROWS:
            _run(connection, f"DROP TRIGGER moving_{table.name}_{action}")


def _run(connection: Connection, statement: str) -> None:
    # psycopg would take a per cent sign in an address for a parameter.
    is_plain = connection.dialect.name == "sqlite"
    connection.exec_driver_sql(statement if is_plain else statement.replace("%", "%%"))
