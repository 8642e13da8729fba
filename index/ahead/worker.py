"""The worker on another machine: prepares batches with its own models.

Both sides need the same code and models, and CPUs that compute alike: each prepares a sample, and
the results must be identical to the last bit.
"""

import hashlib
import os
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from index.ahead.looking_ahead import Work
from index.embedders import load
from index.embedders.contract import Embedder
from index.errors import DatelineError, SettingsError
from index.networks import runtime
from index.prepare import prepare
from index.quotations.contract import Tagging
from index.quotations.tagger.shipped import fingerprint as tagger_fingerprint
from index.quotations.tagger.shipped import load_tagging
from index.records import Document, Metadata
from index.store.writing import Prepared

_PACKAGE = Path(__file__).parents[1]
_SAMPLE = Document(
    text=(
        "The harbour council voted on Tuesday to close the old bridge for nine months.\n\n"
        "“We could not wait any longer,” said Marta Lindqvist, who chairs the council. The work "
        "will cost 41 million euros, according to the regional transport office, and a ferry is "
        "to take cars across until next spring.\n\n"
        "Shopkeepers on the eastern bank told the council that they feared for their trade."
    ),
    title="Old bridge closes for nine months",
    published="2026-03-03",
    format="txt",
    origin="sample",
)


class Facts(Struct, frozen=True):
    """What must be the same on both sides."""

    code: str
    embedder: str
    tagger: str
    sample: str


class Recipe(Struct, frozen=True):
    """The parameters for preparing a batch."""

    embedder: str
    """Its name; the model must be on each machine."""
    question_prompt: str | None
    passage_prompt: str | None
    tagging: bool
    """Whether a network finds quotations."""
    facts: Facts


class _Models(NamedTuple):
    embedder: Embedder
    tagging: Tagging | None


def facts_of(embedder: Embedder, tagging: Tagging | None) -> Facts:
    """The identity of these models, and their result for the sample."""
    (made,) = prepare([_SAMPLE], embedder, lambda _: frozenset(), tagging)
    found = msgspec.json.encode((made.passages, made.sentences, made.quotes))
    vectors = made.vectors.tobytes() + made.sentence_vectors.tobytes()
    return Facts(
        code=_code(),
        embedder=embedder.fingerprint,
        tagger=tagger_fingerprint() if tagging else "",
        sample=hashlib.sha256(found + vectors).hexdigest()[:16],
    )


def refusal(recipe: Recipe) -> str:
    """Why this process would produce different results; "" if it would not."""
    try:
        _models(recipe)
    except DatelineError as exc:
        return str(exc)
    return ""


def carry_out(recipe: Recipe, work: Work) -> list[Prepared] | str:
    """Prepare a batch, or say why it cannot be done here."""
    if reason := refusal(recipe):
        return reason
    models = _models(recipe)
    known = dict(zip(map(id, work.documents), work.learned, strict=True))

    def learned(document: Metadata) -> frozenset[str]:
        return known[id(document)]

    return prepare(work.documents, models.embedder, learned, models.tagging)


@lru_cache(maxsize=1)
def _models(recipe: Recipe) -> _Models:
    """The models, once they are found to be the same.

    Raises:
        SettingsError: they are missing, or others than those of the recipe.
    """
    _use_one_thread()
    models = _Models(
        load(
            recipe.embedder,
            question_prompt=recipe.question_prompt,
            passage_prompt=recipe.passage_prompt,
        ),
        load_tagging() if recipe.tagging else None,
    )
    _check_same(recipe.facts, facts_of(*models))
    return models


def _check_same(wanted: Facts, own: Facts) -> None:
    for name, what in (
        ("code", "another version of Dateline is installed; install the same one everywhere"),
        ("embedder", "the embedder's model is another one; copy the same files to each machine"),
        ("tagger", "the network that finds quotations is another one; reinstall Dateline"),
        (
            "sample",
            "vectors differ: its processor computes in another precision, or its libraries "
            "have other versions; use machines that are alike",
        ),
    ):
        if getattr(wanted, name) != getattr(own, name):
            raise SettingsError(f"{what} ({getattr(own, name)}, not {getattr(wanted, name)})")


def _use_one_thread() -> None:
    """Each processor core has a process of its own here."""
    runtime.limit_threads(1)
    os.environ["RAYON_NUM_THREADS"] = "1"


@cache
def _code() -> str:
    """A digest of the code that decides what becomes of a document."""
    files = sorted(_PACKAGE.rglob("*.py"))
    parts = (path.relative_to(_PACKAGE).as_posix().encode() + path.read_bytes() for path in files)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]
