"""pgvector tables: derived from the articles and rebuilt when needed.

    vector_tables   one row a collection and embedder: the name of its table, how far it follows
    nearest_…       ids of passages with their vectors

Deletions in the articles are applied here in the same transaction by a trigger, even if nobody
searches these tables any more.
"""

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from sqlalchemy import Connection, text

from index.records import Vectors

_LOCK = "hashtextextended(current_schema() || ' dateline vectors ' || :name, 0)"
_MADE = "SELECT 1 FROM pg_trigger WHERE tgrelid = 'vectors'::regclass AND tgname = 'vectors_gone'"
_MAKE = (
    "CREATE TABLE IF NOT EXISTS vector_tables (collection_pk bigint, embedder text, name text NOT "
    "NULL, seq bigint NOT NULL, lists int NOT NULL, PRIMARY KEY (collection_pk, embedder))",
    # Checks that the table exists, so that a lost one does not prevent deletions. Its row is locked
    # first, as by followers: otherwise each might wait for the other's deletions.
    """CREATE OR REPLACE FUNCTION dateline_vectors_gone() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE one record;
    BEGIN
        FOR one IN SELECT * FROM vector_tables WHERE to_regclass(name) IS NOT NULL
            ORDER BY collection_pk, embedder FOR UPDATE
        LOOP
            EXECUTE 'DELETE FROM ' || quote_ident(one.name) || ' WHERE id = ANY (ARRAY('
                'SELECT passage_id FROM gone WHERE embedder = $1))' USING one.embedder;
        END LOOP;
        RETURN NULL;
    END $$""",
    "CREATE OR REPLACE TRIGGER vectors_gone AFTER DELETE ON vectors "
    "REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION dateline_vectors_gone()",
)
_FIND = "SELECT * FROM vector_tables WHERE collection_pk = :collection_pk AND embedder = :embedder"
_PUT = text(
    "INSERT INTO vector_tables VALUES (:collection_pk, :embedder, :name, :seq, :lists) "
    "ON CONFLICT (collection_pk, embedder) "
    "DO UPDATE SET name = excluded.name, seq = excluded.seq, lists = excluded.lists"
)
# The record of a collection names every embedder that it and its views are searched with, and
# those that they were until their vectors are deleted.
_UNNEEDED = text(
    "SELECT t.* FROM vector_tables t LEFT JOIN views v ON v.collection_pk = t.collection_pk "
    "LEFT JOIN facts f ON f.name = 'embedder-' || coalesce(v.of_pk, t.collection_pk) "
    "WHERE position(t.embedder IN f.value) = 0 "
    "OR NOT EXISTS (SELECT FROM collections c WHERE c.pk = t.collection_pk)"
)
_SETTINGS = text(
    "SELECT set_config('enable_seqscan', 'off', true), set_config('ivfflat.iterative_scan', "
    "'relaxed_order', true), set_config('ivfflat.probes', CAST(:probes AS text), true)"
)
_MEMORY = text(
    "SELECT set_config('maintenance_work_mem', CAST(:needed / 1024 AS text) || 'kB', true) "
    "WHERE pg_size_bytes(current_setting('maintenance_work_mem')) < :needed"
)
# Of unit vectors, the inner product is the cosine; it knows the zero vector, too.
_BY_INDEX = (
    "SELECT id, -(vector <#> CAST(:question AS halfvec)) FROM {name} WHERE {condition} "
    "ORDER BY vector <#> CAST(:question AS halfvec) LIMIT :k"
)
# Materialised, so that no approximate index is used for the ordering.
_BY_SCAN = (
    "WITH scored AS MATERIALIZED (SELECT id, -(vector <#> CAST(:question AS halfvec)) AS cosine "
    "FROM {name} WHERE {condition}) SELECT id, cosine FROM scored ORDER BY cosine DESC LIMIT :k"
)
_ALL, _THESE = "true", "id = ANY (:ids)"
_MARKED = "CASE WHEN id BETWEEN :first AND :last THEN get_bit(:bits, id - :first) = 1 END"
_PAGE_BYTES, _ROW_BYTES = 8_192, 44
_SIGNATURE, _END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"

Ids = NDArray[np.int64]


class VectorTable(Struct, frozen=True, kw_only=True):
    """A vector table and its log position."""

    collection_pk: int
    embedder: str
    name: str
    seq: int
    """Sequence number of the last change applied."""
    lists: int
    """Number of index lists; 0: no index, every search is exact."""


def prepare(connection: Connection) -> None:
    """Create the table of vector tables."""
    lock(connection, "all")
    for statement in _MAKE:
        connection.exec_driver_sql(statement)


def is_prepared(connection: Connection) -> bool:
    """Whether that is there."""
    return connection.execute(text(_MADE)).first() is not None


def lock(connection: Connection, name: str) -> None:
    """Be the only one under this name, on all machines, until the transaction ends."""
    connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"), {"name": name})


def find(
    connection: Connection, collection_pk: int, embedder: str, *, alone: bool = False
) -> VectorTable | None:
    """The vector table of a collection; `alone` locks it until the transaction ends."""
    statement = text(f"{_FIND} FOR UPDATE" if alone else _FIND)
    given = {"collection_pk": collection_pk, "embedder": embedder}
    row = connection.execute(statement, given).mappings().first()
    return None if row is None else VectorTable(**dict(row))


def put(connection: Connection, table: VectorTable) -> None:
    """Register this table for its collection."""
    connection.execute(_PUT, {name: getattr(table, name) for name in table.__struct_fields__})


def make(connection: Connection, collection_pk: int, dim: int) -> str:
    """Make a table without any vector; its name."""
    name = f"nearest_{collection_pk}_{secrets.token_hex(4)}"
    # Plain: in the row itself, whatever its length.
    connection.exec_driver_sql(
        f"CREATE TABLE {name} (id bigint NOT NULL, vector halfvec({dim}) STORAGE PLAIN NOT NULL)"
    )
    return name


def add(connection: Connection, name: str, chunks: Iterable[tuple[Ids, Vectors]]) -> None:
    """Add vectors to a table."""
    raw: Any = connection.connection.driver_connection
    with raw.cursor().copy(f"COPY {name} (id, vector) FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(_SIGNATURE)
        for ids, rows in chunks:
            copy.write(_packed(ids, rows))
        copy.write(_END)


def index(connection: Connection, name: str, lists: int, dim: int) -> None:
    """Create the indexes of a filled table, with this number of lists, if any."""
    connection.exec_driver_sql(f"ALTER TABLE {name} ADD PRIMARY KEY (id)")
    if lists:
        connection.execute(_MEMORY, {"needed": _needed(lists, dim)})
        connection.exec_driver_sql(
            f"CREATE INDEX ON {name} USING ivfflat (vector halfvec_ip_ops) WITH (lists = {lists})"
        )


def _needed(lists: int, dim: int) -> int:
    """Bytes of memory without which pgvector refuses to look for lists: mostly, distances."""
    samples = max(50 * lists, 10_000)
    return int(1.2 * (samples * (4 * lists + 4 * dim + 64) + 8 * lists * (lists + dim)))


def remove(connection: Connection, name: str, ranges: Sequence[tuple[int, int]]) -> None:
    """Remove the vectors of passages, from a first to a last one each."""
    rows = [{"first": first, "last": last} for first, last in ranges]
    statement = f"DELETE FROM {name} WHERE id BETWEEN :first AND :last"  # noqa: S608
    connection.execute(text(statement), rows)


def most(connection: Connection, name: str, dim: int) -> int:
    """An upper bound on a table's vectors from its size, without counting."""
    size = connection.execute(text("SELECT pg_relation_size(:name)"), {"name": name}).scalar_one()
    return int(size) // _PAGE_BYTES * (_PAGE_BYTES // (2 * dim + _ROW_BYTES))


def count(connection: Connection, name: str) -> int:
    """The number of vectors in a table."""
    statement = f"SELECT count(*) FROM {name}"  # noqa: S608
    return int(connection.execute(text(statement)).scalar_one())


def unneeded(connection: Connection) -> list[VectorTable]:
    """Tables of removed collections and unused embedders."""
    return [VectorTable(**dict(row)) for row in connection.execute(_UNNEEDED).mappings()]


def drop(connection: Connection, name: str) -> None:
    """Drop a table, unless it is being read for more than a moment."""
    connection.exec_driver_sql("SET LOCAL lock_timeout = '2s'")
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
    connection.execute(text("DELETE FROM vector_tables WHERE name = :name"), {"name": name})


def set_up_search(connection: Connection, probes: int) -> None:
    """Set how many lists index searches in this transaction probe first."""
    connection.execute(_SETTINGS, {"probes": probes})


def nearest(
    connection: Connection,
    table: VectorTable,
    question: NDArray[np.float32],
    k: int,
    *,
    among: Ids | None = None,
    exact: bool = False,
) -> list[tuple[int, float]]:
    """Ids and cosines of the nearest passages; all of `among` are looked at when `exact`."""
    given: dict[str, object] = {"question": str(question.tolist()), "k": k}
    condition = _ALL
    if among is not None and exact:
        condition, given["ids"] = _THESE, among.tolist()
    elif among is not None:
        condition = _MARKED
        given |= {"bits": _bits(among), "first": int(among[0]), "last": int(among[-1])}
    form = _BY_SCAN if exact else _BY_INDEX
    found = connection.execute(text(form.format(name=table.name, condition=condition)), given)
    return [(int(id), float(cosine)) for id, cosine in found]


def _bits(ids: Ids) -> bytes:
    """A bit for each number from the first id to the last, as PostgreSQL's `get_bit` counts."""
    marks = np.zeros(int(ids[-1] - ids[0]) + 1, np.uint8)
    marks[ids - ids[0]] = 1
    return np.packbits(marks, bitorder="little").tobytes()


def _packed(ids: Ids, rows: Vectors) -> bytes:
    """Rows as COPY reads them: each field behind its length, the highest byte first."""
    dim = rows.shape[1]
    fields = [("fields", ">i2"), ("id_bytes", ">i4"), ("id", ">i8"), ("bytes", ">i4")]
    vector = [("dim", ">i2"), ("unused", ">i2"), ("vector", ">f2", (dim,))]
    packed = np.zeros(len(ids), np.dtype([*fields, *vector]))
    packed["fields"], packed["id_bytes"], packed["id"] = 2, 8, ids
    packed["bytes"], packed["dim"], packed["vector"] = 4 + 2 * dim, dim, rows
    return packed.tobytes()
