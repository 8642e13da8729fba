"""The database schema.

    collections ─┬─ articles ─┬─ versions ─┬─ passages ── vectors
                 │            │            ├─ version_authors
                 │            │            ├─ version_meta
                 │            │            ├─ edge_blocks
                 │            │            ├─ quotations
                 │            │            ├─ version_labels
                 │            │            └─ sentence_vectors
                 │            └─ claims    what was seen as which article
                 ├─ views            hidden collections: what those with some labels see
                 ├─ held             articles under embargo, apart from everything above
                 ├─ feeds            what is asked for new articles, and how that went
                 ├─ changes          what the search indexes follow
                 ├─ learned_blocks   boilerplate learned per outlet
                 ├─ conversations ── turns ── turn_parts ── (articles)
                 └─ feedback ── feedback_citations ── (articles)

Plain SQLAlchemy Core, for SQLite and PostgreSQL alike.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from index.store.text_columns import KEY_TEXT, TEXT

SCHEMA_VERSION = 9

metadata = MetaData()

# SQLite gives 64-bit numbers only to columns it knows as INTEGER.
_Key = BigInteger().with_variant(Integer, "sqlite")

facts = Table(
    "facts",
    metadata,
    Column("name", TEXT, primary_key=True),
    Column("value", TEXT, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("name", TEXT, primary_key=True),
    Column("next", _Key, nullable=False),
)

collections = Table(
    "collections",
    metadata,
    Column("pk", _Key, primary_key=True),
    Column("name", TEXT, nullable=False, unique=True),
    Column("created", TEXT, nullable=False),
    sqlite_autoincrement=True,
)

# A view is a collection that only we know of; articles are copied to it as they are written.
views = Table(
    "views",
    metadata,
    Column("collection_pk", ForeignKey("collections.pk"), primary_key=True),
    Column("of_pk", ForeignKey("collections.pk"), nullable=False),
    # Sorted, as JSON: callers with one of them see articles with it, and those without labels.
    Column("labels", TEXT, nullable=False),
    # Whether it has been filled.
    Column("ready", Boolean, nullable=False),
    UniqueConstraint("of_pk", "labels"),
)

articles = Table(
    "articles",
    metadata,
    Column("pk", _Key, primary_key=True),
    Column("collection_pk", ForeignKey("collections.pk"), nullable=False),
    Column("id", TEXT, nullable=False),
    UniqueConstraint("collection_pk", "id"),
    sqlite_autoincrement=True,
)

# What documents claimed to be, as keys of `index.identity`, by the article that they became.
claims = Table(
    "claims",
    metadata,
    Column("collection_pk", _Key, primary_key=True, autoincrement=False),
    Column("key", _Key, primary_key=True, autoincrement=False),
    Column("article_pk", ForeignKey("articles.pk", ondelete="CASCADE"), primary_key=True),
    Index("claims_by_article", "article_pk"),
)

versions = Table(
    "versions",
    metadata,
    Column("pk", _Key, primary_key=True),
    Column("article_pk", ForeignKey("articles.pk", ondelete="CASCADE"), nullable=False),
    Column("collection_pk", ForeignKey("collections.pk"), nullable=False),
    Column("sha256", String(64), nullable=False),
    # Compressed, and because a text may hold NUL characters, which SQL text may not.
    Column("text", LargeBinary, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    # Rises when marks, sentences or metadata change; the text never does.
    Column("revision", Integer, nullable=False),
    Column("added", TEXT, nullable=False),
    # `index.records.Metadata` whole, so that a new field needs no new column.
    Column("metadata", LargeBinary, nullable=False),
    # The outlet's name case-folded, for filters.
    Column("source_key", KEY_TEXT),
    # The first second of `published` in UTC, for filters.
    Column("published_first", _Key),
    Column("format", TEXT, nullable=False),
    Column("origin", TEXT, nullable=False),
    Column("assumed", LargeBinary, nullable=False),
    Column("marks", LargeBinary, nullable=False),
    Column("sentences", LargeBinary, nullable=False),
    Column("quotes", LargeBinary, nullable=False),
    # `index.records.Layout`; empty where a text has no pages.
    Column("layout", LargeBinary, nullable=False),
    # Text and metadata together: equal means there is nothing to do.
    Column("digest", String(64), nullable=False),
    UniqueConstraint("article_pk", "sha256"),
    Index("versions_by_source", "collection_pk", "current", "source_key"),
    Index("versions_by_date", "collection_pk", "current", "published_first"),
    Index("versions_by_text", "collection_pk", "sha256"),
    # Caches and indexes refer to versions by key: a removed key must never be reused.
    sqlite_autoincrement=True,
)

# Of a collection itself, not of its views: who may see a version, where not everybody may.
version_labels = Table(
    "version_labels",
    metadata,
    Column("version_pk", ForeignKey("versions.pk", ondelete="CASCADE"), primary_key=True),
    Column("label", TEXT, primary_key=True),
    Column("collection_pk", _Key, nullable=False),
    Index("version_labels_by_collection", "collection_pk"),
)

version_authors = Table(
    "version_authors",
    metadata,
    Column("version_pk", ForeignKey("versions.pk", ondelete="CASCADE"), primary_key=True),
    Column("author", KEY_TEXT, primary_key=True),
    Index("version_authors_by_author", "author"),
)

# Values of current versions' custom fields, for filtering.
version_meta = Table(
    "version_meta",
    metadata,
    Column("version_pk", ForeignKey("versions.pk", ondelete="CASCADE"), primary_key=True),
    Column("name", TEXT, primary_key=True),
    Column("kind", TEXT, primary_key=True),
    # The value case-folded: equal values have equal keys.
    Column("key", KEY_TEXT, primary_key=True),
    # As it was written.
    Column("value", TEXT, nullable=False),
    # Of numbers, and of dates the first second in UTC.
    Column("number", Double),
    Column("collection_pk", _Key, nullable=False),
    Index("version_meta_by_key", "name", "key", "kind", "version_pk"),
    Index("version_meta_by_number", "name", "kind", "number", "version_pk"),
    Index("version_meta_by_collection", "collection_pk", "name", "key", "kind", "version_pk"),
)

passages = Table(
    "passages",
    metadata,
    # Given out in order and never again: the search indexes know passages by it.
    Column("id", _Key, primary_key=True, autoincrement=False),
    Column("version_pk", ForeignKey("versions.pk", ondelete="CASCADE"), nullable=False),
    # Numbers into the version's sentences; offsets follow from them, so the law cannot be broken.
    Column("first_sentence", Integer, nullable=False),
    Column("last_sentence", Integer, nullable=False),
    Index("passages_by_version", "version_pk"),
)

vectors = Table(
    "vectors",
    metadata,
    Column("passage_id", ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True),
    Column("embedder", TEXT, primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

sentence_vectors = Table(
    "sentence_vectors",
    metadata,
    Column("version_pk", ForeignKey("versions.pk", ondelete="CASCADE"), primary_key=True),
    Column("embedder", TEXT, primary_key=True),
    Column("vectors", LargeBinary, nullable=False),
)

# The quotations of current versions whose speaker has a name, to be searched by it. What they say
# stands in `versions.quotes`; `number` counts in there.
quotations = Table(
    "quotations",
    metadata,
    Column("version_pk", ForeignKey("versions.pk", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    # The fullest name in the article, and what this quotation's own source calls the speaker; in
    # the speaker's first quotation, behind a tab, how the article introduces that name.
    Column("speaker", KEY_TEXT, nullable=False),
    Column("called", TEXT, nullable=False),
    Column("first_sentence", Integer, nullable=False),
    Column("last_sentence", Integer, nullable=False),
    Index("quotations_by_speaker", "speaker"),
)

# Whole documents that nothing looks into: what cannot be found cannot be guessed, either.
held = Table(
    "held",
    metadata,
    Column("collection_pk", ForeignKey("collections.pk", ondelete="CASCADE"), primary_key=True),
    Column("id", TEXT, primary_key=True),
    # Seconds since 1970.
    Column("release_at", _Key, nullable=False),
    # `index.store.held_table.Held`, compressed.
    Column("value", LargeBinary, nullable=False),
    Index("held_by_time", "release_at"),
)

feeds = Table(
    "feeds",
    metadata,
    Column("collection_pk", ForeignKey("collections.pk", ondelete="CASCADE"), primary_key=True),
    Column("url", TEXT, primary_key=True),
    # Seconds since 1970 when it is to be asked again.
    Column("next_at", _Key, nullable=False),
    # `index.store.feed_table.FeedState` as JSON.
    Column("state", LargeBinary, nullable=False),
    # `index.web.visiting.Known` as JSON, which may be long and is not listed.
    Column("known", LargeBinary, nullable=False),
    Index("feeds_by_time", "next_at"),
)

changes = Table(
    "changes",
    metadata,
    Column("seq", _Key, primary_key=True),
    Column("collection_pk", ForeignKey("collections.pk", ondelete="CASCADE"), nullable=False),
    Column("kind", TEXT, nullable=False),
    Column("version_pk", _Key, nullable=False),
    Column("first_passage", _Key, nullable=False),
    Column("last_passage", _Key, nullable=False),
    # Seconds since 1970; unknown for rows written by an older Dateline.
    Column("at", _Key),
    Index("changes_by_collection", "collection_pk", "seq"),
    sqlite_autoincrement=True,
)

edge_blocks = Table(
    "edge_blocks",
    metadata,
    Column("version_pk", ForeignKey("versions.pk", ondelete="CASCADE"), primary_key=True),
    Column("digest", String(16), primary_key=True),
    Column("collection_pk", _Key, nullable=False),
    Column("source", KEY_TEXT, nullable=False),
    # How the article begins: five updates of one story do not make its tail boilerplate.
    Column("lead", String(16), nullable=False),
    # Whether it was marked when the article was last prepared.
    Column("applied", Boolean, nullable=False),
    Index("edge_blocks_by_digest", "collection_pk", "digest", "source", "lead"),
)

learned_blocks = Table(
    "learned_blocks",
    metadata,
    Column("collection_pk", ForeignKey("collections.pk", ondelete="CASCADE"), primary_key=True),
    Column("source", KEY_TEXT, primary_key=True),
    Column("digest", String(16), primary_key=True),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", TEXT, primary_key=True),
    Column("collection", TEXT, nullable=False),
    Column("status", TEXT, nullable=False),
    Column("created", TEXT, nullable=False),
    Column("finished", TEXT),
    Column("payload", TEXT, nullable=False),
    Column("error", TEXT),
)

job_documents = Table(
    "job_documents",
    metadata,
    Column("job_id", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("origin", TEXT, nullable=False),
    Column("status", TEXT, nullable=False),
    Column("article_id", TEXT),
    Column("reason", TEXT),
)

# The files of jobs, where servers on several machines work them off; otherwise they lie in the data
# folder.
job_files = Table(
    "job_files",
    metadata,
    # Stored before the job, so that no job is without its files.
    Column("job_id", TEXT, primary_key=True),
    Column("name", TEXT, primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
    # Seconds since 1970.
    Column("at", _Key, nullable=False),
    info={"shared": True},
)

conversations = Table(
    "conversations",
    metadata,
    # Random and secret: anyone who knows it may read and continue the conversation.
    Column("id", TEXT, primary_key=True),
    Column("collection_pk", ForeignKey("collections.pk", ondelete="CASCADE"), nullable=False),
    # The creator's labels, sorted, as JSON; NULL: they see every article.
    Column("owner", TEXT),
    Column("created", TEXT, nullable=False),
    Column("last_used", TEXT, nullable=False),
    # How many turns there have been, those that were dropped included.
    Column("turns", Integer, nullable=False),
    Index("conversations_by_collection", "collection_pk"),
    Index("conversations_by_last_used", "last_used"),
)

turns = Table(
    "turns",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("asked", TEXT, nullable=False),
    # The question, and what is no article's in its answer.
    Column("frame", LargeBinary, nullable=False),
    # Our own sentences; they may repeat a headline, and go when an article of the turn goes.
    Column("text", LargeBinary),
)

# What a turn showed of an article; deleted with that article.
turn_parts = Table(
    "turn_parts",
    metadata,
    Column("conversation_id", TEXT, primary_key=True),
    Column("turn", Integer, primary_key=True),
    # Which list of the answer it stands in, and where.
    Column("kind", TEXT, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("article_pk", ForeignKey("articles.pk", ondelete="CASCADE")),
    Column("value", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["conversation_id", "turn"],
        ["turns.conversation_id", "turns.number"],
        ondelete="CASCADE",
    ),
    Index("turn_parts_by_article", "article_pk"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", TEXT, primary_key=True),
    Column("collection_pk", ForeignKey("collections.pk", ondelete="CASCADE"), nullable=False),
    Column("created", TEXT, nullable=False),
    # When somebody marked it as handled.
    Column("handled", TEXT),
    Column("verdict", TEXT, nullable=False),
    # As JSON.
    Column("reasons", TEXT, nullable=False),
    # Whether the server knew the answer, rather than the sender describing it.
    Column("verified", Boolean, nullable=False),
    Column("to_desk", Boolean, nullable=False),
    # The question, the note and what else is no article's, as JSON.
    Column("about", LargeBinary, nullable=False),
    # How many citations the answer had.
    Column("citations", Integer, nullable=False),
    Index("feedback_by_collection", "collection_pk", "created"),
    Index("feedback_by_time", "created"),
)

# Positions of the words an answer quoted; deleted with their article.
feedback_citations = Table(
    "feedback_citations",
    metadata,
    Column("feedback_id", ForeignKey("feedback.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("article_pk", ForeignKey("articles.pk", ondelete="CASCADE"), nullable=False),
    Column("version", String(64), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Index("feedback_citations_by_article", "article_pk"),
)
