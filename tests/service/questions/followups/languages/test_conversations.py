"""Conversations in French, German and Spanish, written before the code that follows them.

Half of them, by a hash of the id, were not looked at while building.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from msgspec import Struct

from index.embedders.contract import Embedder
from index.followers.open_collection import OpenCollection
from index.text.matching.folding import folded
from tests.conftest import Shelf, story
from tests.service.questions.followups.conftest import Talk

SCHOOL = (
    "L’école de l’Anse-Perdue rouvrira le 2 septembre, huit ans après sa fermeture. Onze enfants "
    "de 5 à 11 ans y sont inscrits, a annoncé vendredi la mairesse, Solène Kervran.\n\n"
    "« Un village sans école, c’est une horloge sans aiguilles », a-t-elle déclaré.\n\n"
    "L’établissement avait fermé en 2017, quand il ne comptait plus que trois élèves. Depuis, les "
    "enfants prenaient le bateau pour Saint-Corentin, une traversée de 35 minutes.\n\n"
    "La province paiera le salaire de l’enseignante, soit 61 000 dollars par an ; la commune prend "
    "à sa charge le chauffage et les repas. L’enseignante, Fatou Diagne-Leclerc, quittera la ville "
    "pour s’installer au-dessus de la classe. « J’ai enseigné à 31 élèves dans une pièce sans "
    "fenêtre », explique-t-elle."
)
TUG = (
    "El puerto de Santa Elvira puso en servicio el jueves el primer remolcador eléctrico, que ha "
    "costado 9,4 millones de euros y puede trabajar seis horas sin recargar sus baterías. El barco "
    "mide 24 metros.\n\n"
    "«No hace ruido, y eso asusta a las gaviotas», dijo la capitana, Rocío Zabaleta.\n\n"
    "El gobierno regional pagó el 60 % del precio. El resto lo puso la autoridad portuaria, cuyo "
    "director, Fermín Quiroga, calcula el ahorro. «He tendido ropa blanca», contó Milagros "
    "Etxeberria, de 72 años. El puerto quiere encargar un segundo remolcador en 2027. Quiroga "
    "advirtió de que la decisión no se tomará antes de dos inviernos."
)
BRIDGE = (
    "Die neue Brücke in Redmill öffnet am 3. Mai. Sie kostet 41 Millionen Euro; Falk Stahl hat die "
    "Kabel ersetzt.\n\n"
    "„Die Brücke halbiert den Schulweg“, sagte Bürgermeisterin Elena Ruiz. Die Fähre fährt bis "
    "dahin weiter.\n\n"
    "Bo Lind, der Ingenieur der Stadt, warnte vor Rost. „Die alten Kabel waren verrostet“, "
    "sagte er."
)
ARTICLES = {"fr": "school", "es": "tug", "de": "bridge"}
LEAST = {"fr": 0.85, "es": 0.85, "de": 0.85}
"""The share of the turns that have to be said in full."""


class Written(Struct, frozen=True):
    """A conversation: each turn is typed, what is shown for it, and words that it must say."""

    id: str
    turns: list[tuple[str, str, list[str]]]


@pytest.fixture(scope="module")
def abroad(tmp_path_factory: pytest.TempPathFactory, letters: Embedder) -> Iterator[OpenCollection]:
    """One article in each language."""
    shelf = Shelf(Path(tmp_path_factory.mktemp("abroad")), letters)
    shelf.add(
        story("school", SCHOOL, outlet="Le Courrier"),
        story("tug", TUG, outlet="La Voz"),
        story("bridge", BRIDGE, outlet="Der Bote"),
    )
    yield shelf.opened()
    shelf.library.close()


@pytest.mark.parametrize("tag", ["fr", "es", "de"])
def test_most_turns_stand_alone_in_their_language(abroad: OpenCollection, tag: str) -> None:
    judged = [one for written in written_in(tag) for one in walked(written, abroad)]

    missed = [f"{id}: {typed} -> {said}" for id, typed, said, is_right in judged if not is_right]
    assert 1 - len(missed) / len(judged) >= LEAST[tag], missed


def written_in(tag: str) -> list[Written]:
    """The conversations of one language."""
    lines = Path(__file__).with_name("conversations.jsonl").read_bytes().splitlines()
    every = [msgspec.json.decode(line, type=Written) for line in lines]
    return [one for one in every if one.id.startswith(tag)]


def is_read(id: str) -> bool:
    """Whether a conversation is of the half that may be looked at while building."""
    return sha256(id.encode()).digest()[0] % 2 == 1


def walked(written: Written, opened: OpenCollection) -> Iterator[tuple[str, str, str, bool]]:
    """Each judged turn with what it was taken for, and whether that says what it must."""
    talk = Talk(opened)
    article = ARTICLES[written.id[:2]]
    for typed, shown, words in written.turns:
        said = talk.ask(typed).searched
        if words:
            yield written.id, typed, said, all(_says(said, word) for word in words)
        talk.shows(typed, *([(article, shown)] if shown else []))


def _says(text: str, words: str) -> bool:
    return any(_plain(one) in _plain(text) for one in words.split("|"))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", folded(text).replace("’", "'"))


@pytest.mark.parametrize(
    ("question", "message", "searched"),
    [
        ("qu'a dit la mairesse", "et l'enseignante ?", "Qu'a dit Fatou Diagne-Leclerc?"),
        ("qu'a dit la mairesse", "qu'a dit la capitaine ?", "qu'a dit la capitaine ?"),
        ("qu'a dit Carney sur les visas", "et sur le Mexique ?", "Qu'a dit Carney sur le Mexique?"),
        ("was sagte Ruiz über die Brücke", "und Okafor?", "Was sagte Okafor über die Brücke?"),
        ("¿qué dijo Ruiz sobre el puente", "¿y Okafor?", "Qué dijo Okafor sobre el puente?"),
        ("quand rouvre l'école", "pourquoi ?", "Pourquoi rouvre l'école?"),
        ("what did elena ruiz say about the bridge", "und warum?", "Warum (Elena Ruiz)?"),
        ("when does the bridge open", "und was sagte Elena Ruiz?", "und was sagte Elena Ruiz?"),
        ("quand rouvre l'école", "who is Bo Lind", "who is Bo Lind"),
    ],
)
def test_what_follows_is_put_into_the_question_before(
    abroad: OpenCollection, question: str, message: str, searched: str
) -> None:
    talk = Talk(abroad).shows(question, ("school", "Onze enfants"))

    assert talk.ask(message).searched == searched


def test_what_was_replaced_is_told(abroad: OpenCollection) -> None:
    talk = Talk(abroad).shows("was sagte Elena Ruiz zur Brücke?", ("bridge", "halbiert"))

    found = talk.ask("und was sagte sie über Visa?")

    assert [(one.words, one.meaning, one.turn) for one in found.replaced] == [
        ("sie", "Elena Ruiz", 1)
    ]
