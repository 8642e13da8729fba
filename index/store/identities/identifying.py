"""Decides which article a prepared document is, inside the transaction that writes it.

    claims --> claimants, the latest few --> of one origin? --> one story? --> newer? --> Verdict

In doubt, both are kept: two versions of a story can be read, a lost one cannot.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct
from sqlalchemy import Connection, select

from index.identity import (
    Claims,
    Rule,
    are_of_one_origin,
    claims_of,
    has_own_id,
    ids_beside,
    is_beside,
    is_nameless,
    is_older,
    plain_url,
)
from index.records import Metadata, Span
from index.store.passage_rows import article_pk_of
from index.store.rows import decode_metadata, decode_spans
from index.store.schema import articles, claims, versions
from index.store.writing import Prepared
from index.text.hashes import unpack
from index.text.matching.likeness import Wording, likeness, wording

_CLAIMANTS = 4
"""Of a claim that more articles make, only the latest are looked at."""
_STATES = 4


class Standing(StrEnum):
    """The outcome of identification."""

    NEW = "new"
    CURRENT = "current"
    """The current version of its article."""
    BEHIND = "behind"
    """A version that is superseded from the start."""
    KNOWN = "known"
    """Nothing: it is a version already."""


class Verdict(Struct, frozen=True):
    """The article a document belongs to."""

    id: str
    standing: Standing
    claims: Claims
    reason: str | None = None
    absorbed: str | None = None
    """An article with this text stored under another id, now merged into this one."""


class _State(Struct, frozen=True):
    """A version of an article that the document may be."""

    sha256: str
    digest: str
    current: bool
    metadata: Metadata
    text: str
    sentences: tuple[Span, ...]


class _Claimant(Struct, frozen=True):
    """An article that the document may be; its current version comes first."""

    id: str
    states: Sequence[_State]


def identify(connection: Connection, collection_pk: int, article: Prepared, rule: Rule) -> Verdict:
    """Decide which article this is, and whether it is the newest version."""
    claimed = claims_of(article.document, article.digest)
    if has_own_id(article.document) and rule is not Rule.KEEP:
        return Verdict(article.id, Standing.CURRENT, claimed)
    found = list(_claimants(connection, collection_pk, article, claimed))
    if known := _with_same_text(found, article, rule):
        if rule is Rule.REPLACE and _is_kept_beside(known[0], found, article):
            return Verdict(article.id, Standing.CURRENT, claimed, absorbed=known[0].id)
        return _again(*known, article, claimed, rule)
    closest = _most_alike(found, article, rule)
    if closest is not None:
        return _next_state(closest, article, claimed, rule)
    id = _free_id(connection, collection_pk, article)
    reason = _why_beside(found, article, claimed, rule) if found or id != article.id else None
    return Verdict(id, Standing.NEW, claimed, reason)


def _claimants(
    connection: Connection, collection_pk: int, article: Prepared, claimed: Claims
) -> Iterator[_Claimant]:
    """Articles of the same id or claims, the latest of each; and those with a nameless text."""
    keys = [key for key in (*claimed.keys, claimed.older) if key is not None]
    named = article_pk_of(connection, collection_pk, article.id)
    pks = {named} if named is not None else set()
    for key in keys:
        claimants = select(claims.c.article_pk).where(
            claims.c.collection_pk == collection_pk, claims.c.key == key
        )
        latest = claimants.order_by(claims.c.article_pk.desc()).limit(_CLAIMANTS)
        pks.update(connection.scalars(latest))
    if is_nameless(article.document):
        same = select(versions.c.article_pk).where(
            versions.c.collection_pk == collection_pk, versions.c.sha256 == article.sha256
        )
        pks.update(connection.scalars(same.order_by(versions.c.pk).limit(_CLAIMANTS)))
    for pk in sorted(pks, reverse=True):
        yield _claimant(connection, pk, article.sha256)


def _claimant(connection: Connection, article_pk: int, text: str) -> _Claimant:
    """The article's current version, then the one with that text, then the latest."""
    statement = (
        select(versions, articles.c.id)
        .join(articles, versions.c.article_pk == articles.c.pk)
        .where(versions.c.article_pk == article_pk)
        .order_by(versions.c.current.desc(), (versions.c.sha256 == text).desc())
        .order_by(versions.c.pk.desc())
        .limit(_STATES)
    )
    rows = connection.execute(statement).all()
    states = [
        _State(
            row.sha256,
            row.digest,
            row.current,
            decode_metadata(row.metadata),
            unpack(row.text),
            decode_spans(row.sentences),
        )
        for row in rows
    ]
    return _Claimant(rows[0].id, states)


def _with_same_text(
    found: Sequence[_Claimant], article: Prepared, rule: Rule
) -> tuple[_Claimant, _State] | None:
    """The article that has this text, as its current version if any has it so."""
    same = [
        (claimant, state)
        for claimant in found
        for state in claimant.states
        if state.sha256 == article.sha256
        and (state.current or rule is not Rule.KEEP)
        and (rule is Rule.REPLACE or _is_of_one_origin(claimant, article))
    ]
    return max(same, key=lambda pair: pair[1].current, default=None)


def _is_kept_beside(known: _Claimant, found: Sequence[_Claimant], article: Prepared) -> bool:
    """Whether the text was kept beside the article whose id the document has."""
    is_there = any(claimant.id == article.id for claimant in found)
    return is_there and is_beside(known.id, article.id)


def _again(
    claimant: _Claimant, state: _State, article: Prepared, claimed: Claims, rule: Rule
) -> Verdict:
    """A known text: perhaps with new metadata, and current again only if that is asked for."""
    if not state.current and rule is not Rule.REPLACE:
        return Verdict(claimant.id, Standing.KNOWN, claimed, superseded(claimant.id))
    is_behind = rule is not Rule.REPLACE and is_older(article.document, state.metadata)
    is_same = is_behind or state.digest == article.digest
    standing = Standing.KNOWN if state.current and is_same else Standing.CURRENT
    return Verdict(claimant.id, standing, claimed)


def superseded(id: str) -> str:
    """Why a known text does not become current."""
    return f"superseded by another version of {id!r}; only replacing makes it current again"


def _is_of_one_origin(claimant: _Claimant, article: Prepared) -> bool:
    return are_of_one_origin(article.document, claimant.states[0].metadata)


def _most_alike(found: Sequence[_Claimant], article: Prepared, rule: Rule) -> _Claimant | None:
    """The article that shares most with the document, of those that it may replace."""
    if rule is Rule.KEEP or not found:
        return None
    mine = _wording(article.document.text, article.sentences)
    shares: list[tuple[float, _Claimant]] = []
    for claimant in found:
        for state in claimant.states:
            compared = likeness(mine, _wording(state.text, state.sentences))
            is_one = _is_of_one_origin(claimant, article) and compared.is_one_story(
                same_title=_has_title_of(state, article)
            )
            if is_one or rule is Rule.REPLACE:
                shares.append((compared.runs, claimant))
    return max(shares, key=lambda pair: pair[0])[1] if shares else None


def _wording(text: str, sentences: Sequence[Span]) -> Wording:
    return wording(text[span.start : span.end] for span in sentences)


def _has_title_of(state: _State, article: Prepared) -> bool:
    mine, other = article.document.title, state.metadata.title
    return bool(mine and other) and (mine or "").casefold() == (other or "").casefold()


def _next_state(claimant: _Claimant, article: Prepared, claimed: Claims, rule: Rule) -> Verdict:
    current = claimant.states[0].metadata
    if rule is Rule.REPLACE or not is_older(article.document, current):
        return Verdict(claimant.id, Standing.CURRENT, claimed)
    reason = f"older than the current version of {claimant.id!r}; stored as a superseded one"
    return Verdict(claimant.id, Standing.BEHIND, claimed, reason)


def _free_id(connection: Connection, collection_pk: int, article: Prepared) -> str:
    """The document's id; if another article has it, with the beginning of the text's hash."""
    ids = (article.id, *ids_beside(article.id, article.sha256))
    return next((id for id in ids if article_pk_of(connection, collection_pk, id) is None), ids[-1])


def _why_beside(found: Sequence[_Claimant], article: Prepared, claimed: Claims, rule: Rule) -> str:
    if rule is Rule.KEEP:
        return f"kept as well, as asked, though others claim {claimed.words}"
    if len(found) >= _CLAIMANTS:
        return f"several texts claim {claimed.words}, so it identifies none of them"
    strangers = [one for one in found if not _is_of_one_origin(one, article)]
    shared = _shared_words(found[0], article, claimed) if found else ""
    if found and len(strangers) == len(found):
        outlet = found[0].states[0].metadata.outlet or found[0].states[0].metadata.url
        return f"{shared} that of {found[0].id!r}, which is of {outlet}"
    if found:
        return f"{shared} that of {found[0].id!r}, whose text is another story"
    return f"{article.id!r} is already the id of another article"


def _shared_words(claimant: _Claimant, article: Prepared, claimed: Claims) -> str:
    """What the two have in common, up to "that of"."""
    document = article.document
    if is_nameless(document) and article.id != claimant.id:
        if any(_has_title_of(state, article) for state in claimant.states):
            return f"the headline {document.title!r} is also"
    elif document.id is not None and _is_other_address(document.id, claimant.id):
        return f"the id {document.id!r} names the same page as"
    return f"{claimed.words} is also"


def _is_other_address(id: str, other: str) -> bool:
    return id != other and other != plain_url(other) and plain_url(id) == plain_url(other)
