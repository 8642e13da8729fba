"""Questions about what somebody said, generated from PolNeAR; see `speaker_answers`."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from eval.questions import Case
from eval.sets.writing import write_set
from eval.support.files import read_rows
from index.people.names import name_words
from index.quotations.sentences.word_kinds import kind_of
from index.quotations.vocabulary.word_classes import (
    CLOSED,
    GERUND,
    NOUN,
    PARTICIPLE,
    PREPOSITION,
    VERB,
    inflected,
)
from index.records import Document

_CAPITAL = r"[A-Z](?:[\w-]|['’](?=[A-Z])|\.(?=\s[A-Z]))*"
_JOINT = r"(?:(?:de|del|da|la|van|von|al|bin|of) )?"
_RUN = re.compile(rf"\b{_CAPITAL}(?:[ \u00a0]{_JOINT}{_CAPITAL})*")
_WORD = re.compile(r"[\w'’-]+")
_TOPIC_WORD = re.compile(r"(?<![\w'’-])[a-zà-ÿ]{5,}(?![\w'’-])")
_SHORTEST_NAME, _LONGEST_NAME = 2, 4
STEM = 5
"""Words that share this many first letters count as the same word."""


class GoldAttribution(Struct, frozen=True):
    """A gold attribution."""

    article: str
    spans: tuple[tuple[int, int], ...]
    name: str | None
    """The source's fullest name in its article; None if it has none or is ambiguous."""
    surname: str | None
    words: tuple[str, ...]
    """Words of the content that may be a topic."""
    stems: frozenset[str]
    """The words of the content, shortened for comparison."""


class SpeakerQuestion(Struct, frozen=True):
    """A question and the attributions that answer it; none if it should be refused."""

    question: str
    name: str
    right: tuple[GoldAttribution, ...] = ()


class Corpus(Struct, frozen=True):
    """Articles with their attributions."""

    documents: list[Document]
    attributions: list[GoldAttribution]


def read(path: Path) -> Corpus:
    """Read articles with their attributions."""
    documents: list[Document] = []
    attributions: list[GoldAttribution] = []
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
        attributions += [_gold(row, one, full) for one in row["attributions"]]
    return Corpus(documents, attributions)


def sample_articles(corpus: Corpus, count: int, seed: int) -> Corpus:
    """A sample of the articles, with their attributions."""
    documents = random.Random(seed).sample(  # noqa: S311
        corpus.documents, min(count, len(corpus.documents))
    )
    ids = {document.id for document in documents}
    return Corpus(documents, [one for one in corpus.attributions if one.article in ids])


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


def _gold(row: dict[str, Any], attribution: dict[str, Any], full: set[str]) -> GoldAttribution:
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
    """The first name in a source: its fullest form in the article, and the surname.

    None if the name only describes somebody else: "a spokesman for Lee", "Lee's lawyer".
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
    """Names with their offsets: runs of capitalised words, without titles and function words."""
    for run in _RUN.finditer(text):
        words = list(_WORD.finditer(text, run.start(), run.end()))
        while words and (kind_of(words[0][0].lower()) & CLOSED or not name_words(words[0][0])):
            del words[0]
        if words and len(words) <= _LONGEST_NAME and name_words(words[-1][0]):
            start, end = words[0].start(), words[-1].end()
            yield text[start:end], start, end


def _may_be_topic(word: str) -> bool:
    kind = kind_of(word)
    return bool(kind & (NOUN | VERB | GERUND | PARTICIPLE)) and not kind & CLOSED


def make_questions(corpus: Corpus) -> Iterator[SpeakerQuestion]:
    """A question for each attribution with a full name as source and a topic in its content."""
    topics = _Topics(corpus)
    for gold in corpus.attributions:
        topic = topics.of(gold)
        if gold.name is None or len(topic) < 2:
            continue
        stems = {word[:STEM] for word in topic}
        right = tuple(s for s in corpus.attributions if _is_same(s, gold) and stems <= s.stems)
        yield SpeakerQuestion(
            f"what did {gold.name} say about {topics.asked(topic)}", gold.name, right
        )


def make_headline_questions(corpus: Corpus) -> Iterator[SpeakerQuestion]:
    """Questions about a word of the headline that the person's words in its article do not have.

    Whatever the person says in that article is right: readers ask about what a story is about, and
    whoever is quoted in it says "it".
    """
    words = {d.id or "": list(_headline_words(d.title or "")) for d in corpus.documents}
    rarity = Counter(word[:STEM] for document in words.values() for word in set(document))
    for gold in corpus.attributions:
        said = tuple(
            s for s in corpus.attributions if s.article == gold.article and _is_same(s, gold)
        )
        spoken = {stem for one in said for stem in one.stems}
        new = [word for word in words[gold.article] if word[:STEM] not in spoken]
        if gold.name is not None and new:
            topic = min(new, key=lambda word: (rarity[word[:STEM]], word))
            yield SpeakerQuestion(f"what did {gold.name} say about {topic}", gold.name, said)


def _headline_words(title: str) -> Iterator[str]:
    lowered = (word.casefold() for word in _WORD.findall(title))
    return (word for word in lowered if _TOPIC_WORD.fullmatch(word) and _may_be_topic(word))


def _is_same(one: GoldAttribution, other: GoldAttribution) -> bool:
    """Whether two attributions have the same source: "Donald Trump" and "Donald J. Trump"."""
    if one.name is None or other.name is None:
        return False
    ours, theirs = name_words(one.name), name_words(other.name)
    return (ours[0], ours[-1]) == (theirs[0], theirs[-1])


def make_refusals(corpus: Corpus) -> Iterator[SpeakerQuestion]:
    """Questions about people named in an article, on a topic that somebody else speaks about."""
    topics = _Topics(corpus)
    speakers = {gold.surname for gold in corpus.attributions if gold.surname}
    texts = {document.id or "": document.text.casefold() for document in corpus.documents}
    named = {document.id or "": set(_names(document.text)) for document in corpus.documents}
    for gold in corpus.attributions:
        topic = topics.of(gold)
        if gold.surname is None or len(topic) < 2:
            continue
        stems = {word[:STEM] for word in topic}
        near = [s for s in corpus.attributions if stems & s.stems]
        for name in sorted(named[gold.article]):
            own = name_words(name)
            if len(own) < _SHORTEST_NAME or own[-1] == gold.surname or own[-1] not in speakers:
                continue
            if not any(_may_be(s, own[-1], texts) for s in near):
                yield SpeakerQuestion(f"what did {name} say about {topics.asked(topic)}", name)
                break


def _may_be(gold: GoldAttribution, surname: str, texts: dict[str, str]) -> bool:
    """Whether the source is or may be that person, such as "he" in an article that names them."""
    if gold.surname is None:
        return surname in texts[gold.article]
    return gold.surname == surname


class _Topics:
    """Topics of attributions, and their wording in questions."""

    def __init__(self, corpus: Corpus) -> None:
        seen = {(gold.article, stem) for gold in corpus.attributions for stem in gold.stems}
        self._rarity = Counter(stem for _, stem in seen)
        self._forms: dict[str, Counter[str]] = {}
        for document in corpus.documents:
            for word in _TOPIC_WORD.findall(document.text):
                self._forms.setdefault(word[:STEM], Counter())[word] += 1

    def of(self, gold: GoldAttribution) -> list[str]:
        """The two rarest words that occur in more than one article, in their order."""
        words = list(dict.fromkeys(gold.words))
        usual = [word for word in words if self._rarity[word[:STEM]] > 1]
        rarest = sorted(usual, key=lambda word: (self._rarity[word[:STEM]], word))[:2]
        return sorted(rarest, key=words.index)

    def asked(self, topic: Sequence[str]) -> str:
        """Both words, the last one first, each in another form that occurs in the articles."""
        return " and ".join(self._other_form(word) for word in reversed(topic))

    def _other_form(self, word: str) -> str:
        known = self._forms.get(word[:STEM], Counter[str]())
        others = [other for other in known if other != word and _is_form(word, other)]
        return max(others, key=lambda other: (known[other], other), default=word)


def _is_form(one: str, other: str) -> bool:
    """Whether two words are forms of one: "promise", "promises", "promised"."""
    return any({one, other} <= set(inflected(base)) for base in _bases(one))


def _bases(word: str) -> set[str]:
    """Possible base forms of a word; some are not actual words."""
    bases = {word}
    for ending, instead in (("ies", "y"), ("ied", "y"), ("s", ""), ("es", ""), ("ed", ""),
                            ("d", ""), ("ing", ""), ("ing", "e")):  # fmt: skip
        if word.endswith(ending):
            bases.add(word.removesuffix(ending) + instead)
    return bases
