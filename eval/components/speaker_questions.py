"""Questions for somebody's words, made from the attributions of PolNeAR; see `quote_questions`."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from eval.questions import Case
from eval.sets.writing import write_set
from eval.support.lines import read_rows
from index.people.names import name_words
from index.quotations.sentences.word_kinds import kind_of
from index.quotations.vocabulary.word_classes import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    DETERMINER,
    GERUND,
    NOUN,
    OBJECT,
    PARTICIPLE,
    POSSESSIVE,
    PREPOSITION,
    RELATIVE,
    SUBJECT,
    SUBORDINATOR,
    TIME,
    VERB,
    inflected,
)
from index.records import Document

_CAPITAL = r"[A-Z](?:[\w-]|['’](?=[A-Z])|\.(?=\s[A-Z]))*"
_JOINT = r"(?:(?:de|del|da|la|van|von|al|bin|of) )?"
_RUN = re.compile(rf"\b{_CAPITAL}(?:[ \u00a0]{_JOINT}{_CAPITAL})*")
_WORD = re.compile(r"[\w'’-]+")
_TOPIC_WORD = re.compile(r"(?<![\w'’-])[a-zà-ÿ]{5,}(?![\w'’-])")
_CLOSED = (
    ADVERB
    | AUXILIARY
    | CONJUNCTION
    | DETERMINER
    | OBJECT
    | POSSESSIVE
    | PREPOSITION
    | RELATIVE
    | SUBJECT
    | SUBORDINATOR
    | TIME
)
_SHORTEST_NAME, _LONGEST_NAME = 2, 4
STEM = 5
"""Words that begin with the same letters are held to be the same."""


class GoldAttribution(Struct, frozen=True):
    """One attribution of the gold."""

    article: str
    spans: tuple[tuple[int, int], ...]
    name: str | None
    """The source's fullest name in its article; None where it has none, or several may be meant."""
    surname: str | None
    words: tuple[str, ...]
    """Words of the content that may be a topic."""
    stems: frozenset[str]
    """Its words as they are compared."""


class SpeakerQuestion(Struct, frozen=True):
    """A question, and what answers it; nothing where it is to be refused."""

    question: str
    name: str
    right: tuple[GoldAttribution, ...] = ()


class Corpus(Struct, frozen=True):
    """The articles and everything said in them."""

    documents: list[Document]
    said: list[GoldAttribution]


def read(path: Path) -> Corpus:
    """Read articles with their attributions."""
    documents: list[Document] = []
    said: list[GoldAttribution] = []
    for row in read_rows(path):
        documents.append(
            Document(
                id=row["id"],
                text=row["text"],
                title=row["title"],
                published=row["published"],
                outlet=row["source"],
                format="json",
                origin=path.name,
            )
        )
        full = {name for name in _names(row["text"]) if len(name.split()) >= _SHORTEST_NAME}
        said += [_said(row, attribution, full) for attribution in row["attributions"]]
    return Corpus(documents, said)


def sample_articles(corpus: Corpus, count: int, seed: int) -> Corpus:
    """So many of the articles, and what is said in them."""
    documents = random.Random(seed).sample(  # noqa: S311
        corpus.documents, min(count, len(corpus.documents))
    )
    ids = {document.id for document in documents}
    return Corpus(documents, [said for said in corpus.attributions if said.article in ids])


def write(folder: Path, corpus: Corpus, questions: Sequence[SpeakerQuestion]) -> None:
    """Write a question set: `questions.jsonl`, and the articles as `corpus.jsonl`."""
    texts = {document.id: document.text for document in corpus.documents}
    cases = [
        Case(
            id=f"{number:04}-{asked.name.replace(' ', '-').lower()}",
            question=asked.question,
            answers=[texts[s.article][s.spans[0][0] : s.spans[-1][1]] for s in asked.right],
            answerable=bool(asked.right),
        )
        for number, asked in enumerate(questions)
    ]
    write_set(folder, cases, corpus.documents)


def _said(row: dict[str, Any], attribution: dict[str, Any], full: set[str]) -> GoldAttribution:
    source = " ".join(part["text"] for part in attribution["source"])
    content = " ".join(part["text"] for part in attribution["content"])
    spans = tuple((part["start"], part["end"]) for part in attribution["content"])
    words = _TOPIC_WORD.findall(content)
    return GoldAttribution(
        row["id"],
        spans,
        *_named(source, full),
        tuple(word for word in words if _may_be_topic(word)),
        frozenset(word[:STEM] for word in words),
    )


def _named(source: str, full: set[str]) -> tuple[str | None, str | None]:
    """Whom a source names first: the fullest name in its article, and its last word.

    Nobody where the name only describes somebody: "a spokesman for Lee", "Lee's lawyer".
    """
    for name, start, end in _places(source):
        before = [kind_of(word.lower()) for word in _WORD.findall(source[:start])]
        if any(kind & PREPOSITION for kind in before) or source[end : end + 2] in ("'s", "’s"):
            return None, None
        words = name.split()
        longer = {one for one in full if one.split()[-1] == words[-1]}
        if len(words) == 1 and len(longer) != 1:
            return None, name_words(name)[-1]
        return (name if len(words) > 1 else next(iter(longer))), name_words(name)[-1]
    return None, None


def _names(text: str) -> Iterator[str]:
    return (name for name, _, _ in _places(text))


def _places(text: str) -> Iterator[tuple[str, int, int]]:
    """Names with their offsets: runs of words with capitals, without titles and opening words."""
    for run in _RUN.finditer(text):
        words = list(_WORD.finditer(text, run.start(), run.end()))
        while words and (kind_of(words[0][0].lower()) & _CLOSED or not name_words(words[0][0])):
            del words[0]
        if words and len(words) <= _LONGEST_NAME and name_words(words[-1][0]):
            start, end = words[0].start(), words[-1].end()
            yield text[start:end], start, end


def _may_be_topic(word: str) -> bool:
    kind = kind_of(word)
    return bool(kind & (NOUN | VERB | GERUND | PARTICIPLE)) and not kind & _CLOSED


def make_questions(corpus: Corpus) -> Iterator[SpeakerQuestion]:
    """A question of each attribution whose source has a full name and whose content a topic."""
    topics = _Topics(corpus)
    for said in corpus.attributions:
        topic = topics.of(said)
        if said.name is None or len(topic) < 2:
            continue
        stems = {word[:STEM] for word in topic}
        right = tuple(s for s in corpus.attributions if _is_same(s, said) and stems <= s.stems)
        yield SpeakerQuestion(
            f"what did {said.name} say about {topics.asked(topic)}", said.name, right
        )


def _is_same(one: GoldAttribution, other: GoldAttribution) -> bool:
    """Whether two attributions are of one person: "Donald Trump" and "Donald J. Trump"."""
    if one.name is None or other.name is None:
        return False
    ours, theirs = name_words(one.name), name_words(other.name)
    return (ours[0], ours[-1]) == (theirs[0], theirs[-1])


def make_refusals(corpus: Corpus) -> Iterator[SpeakerQuestion]:
    """People whom an article names, about what somebody else says in it."""
    topics = _Topics(corpus)
    speakers = {said.surname for said in corpus.attributions if said.surname}
    texts = {document.id or "": document.text.casefold() for document in corpus.documents}
    named = {document.id or "": set(_names(document.text)) for document in corpus.documents}
    for said in corpus.attributions:
        topic = topics.of(said)
        if said.surname is None or len(topic) < 2:
            continue
        stems = {word[:STEM] for word in topic}
        near = [s for s in corpus.attributions if stems & s.stems]
        for name in sorted(named[said.article]):
            own = name_words(name)
            if len(own) < _SHORTEST_NAME or own[-1] == said.surname or own[-1] not in speakers:
                continue
            if not any(_may_be(s, own[-1], texts) for s in near):
                yield SpeakerQuestion(f"what did {name} say about {topics.asked(topic)}", name)
                break


def _may_be(said: GoldAttribution, surname: str, texts: dict[str, str]) -> bool:
    """Whether an attribution is, or may be, of somebody of that name: "he", in such an article."""
    if said.surname is None:
        return surname in texts[said.article]
    return said.surname == surname


class _Topics:
    """Topics of what was said, and how a question words them."""

    def __init__(self, corpus: Corpus) -> None:
        seen = {(said.article, stem) for said in corpus.attributions for stem in said.stems}
        self._rarity = Counter(stem for _, stem in seen)
        self._forms: dict[str, Counter[str]] = {}
        for document in corpus.documents:
            for word in _TOPIC_WORD.findall(document.text):
                self._forms.setdefault(word[:STEM], Counter())[word] += 1

    def of(self, said: GoldAttribution) -> list[str]:
        """The two rarest words that more than one article says, in their order."""
        words = list(dict.fromkeys(said.words))
        usual = [word for word in words if self._rarity[word[:STEM]] > 1]
        rarest = sorted(usual, key=lambda word: (self._rarity[word[:STEM]], word))[:2]
        return sorted(rarest, key=words.index)

    def asked(self, topic: Sequence[str]) -> str:
        """Both words, the last first, each in another form of it that the articles know."""
        return " and ".join(self._other_form(word) for word in reversed(topic))

    def _other_form(self, word: str) -> str:
        known = self._forms.get(word[:STEM], Counter[str]())
        others = [other for other in known if other != word and _is_form(word, other)]
        return max(others, key=lambda other: (known[other], other), default=word)


def _is_form(one: str, other: str) -> bool:
    """Whether two words are forms of one: "promise", "promises", "promised"."""
    return any({one, other} <= set(inflected(base)) for base in _bases(one))


def _bases(word: str) -> set[str]:
    """What a word may be a form of, of which some are no words."""
    bases = {word}
    for ending, instead in (("ies", "y"), ("ied", "y"), ("s", ""), ("es", ""), ("ed", ""),
                            ("d", ""), ("ing", ""), ("ing", "e")):  # fmt: skip
        if word.endswith(ending):
            bases.add(word.removesuffix(ending) + instead)
    return bases
