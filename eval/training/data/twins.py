"""Questions altered for training, mostly into unanswerable ones.

Where a passage is about a question's subject but does not answer it, a reader that has seen few of
these pairs answers all the same. Each function takes a set and gives one of changed questions;
chance is decided by the question's id, so a set is always changed in the same way.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from eval.training.data.material import Asked, Material, parts_of
from index.records import Span
from index.text.matching.folding import folded_words
from index.text.segmentation.sentences import split_sentences
from service.questions.language.function_words import function_words

# Not at the beginning of a sentence, where any word is large.
_NAME = re.compile(r"(?<=[a-z,]\s)[A-Z][\w.'’-]*\w(?:\s(?:of\s(?:the\s)?)?[A-Z][\w.'’-]*\w)*")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_NUMBER = re.compile(r"\b\d{1,3}\b")
_OPPOSITES = (
    "first last", "before after", "most least", "largest smallest", "highest lowest",
    "north south", "east west", "northern southern", "eastern western", "won lost", "win lose",
    "more fewer", "older younger", "oldest youngest", "best worst", "maximum minimum",
    "born killed", "began ended", "husband wife", "brother sister", "father mother",
    "son daughter", "increase decrease", "bought sold", "buy sell", "opened closed",
    "biggest smallest", "longest shortest", "early late", "left joined", "arrested released",
    "accepted rejected", "supported opposed", "men women",
)  # fmt: skip
_TURNED = {
    one: other for pair in _OPPOSITES for one, other in (pair.split(), reversed(pair.split()))
}
_TURNING = re.compile(rf"\b(?:{'|'.join(_TURNED)})\b")
_ASKING = re.compile(r"\b(?:who|when|where|why|how (?:many|much|long|old|far)|what|which)\b", re.I)
# What stands beside a name may say who that is, in other words than those that were marked.
_DEFINITION = re.compile(r"(?:who|what) (?:is|was|are|were)(?: \S+){1,4}$", re.I)
_SHORTEST_MISSPELT = 5


def cut(material: Material) -> Material:
    """Questions of what is left of their passage without the sentences that hold an answer."""

    def changed(asked: Asked) -> tuple[Asked, str] | None:
        if not asked.spans:
            return None
        left = _without_answers(material.passages[asked.passage], asked.spans)
        return (_unanswered(asked), left) if len(left) > 80 else None

    return _changed(material, "cut", changed)


def elsewhere(material: Material) -> Material:
    """Questions of another passage of their article: the one with most of their words.

    Passages that hold the answer's words are left out.
    """
    pieces, of_head = _pieces(material)
    folded = [f" {' '.join(folded_words(text))} " for text in pieces]
    words = [set(text.split()) for text in folded]

    def changed(asked: Asked) -> tuple[Asked, str] | None:
        own = material.passages[asked.passage]
        wanted = set(folded_words(asked.question)) - function_words()
        answers = [" ".join(folded_words(own[s.start : s.end])) for s in asked.spans]
        others = [
            number
            for number in of_head[material.heads[asked.passage]]
            if not any(f" {answer} " in folded[number] for answer in answers)
        ]
        best = max(others, key=lambda n: len(wanted & words[n]), default=None)
        is_defined = _DEFINITION.match(asked.question) is not None
        if best is None or is_defined or not asked.spans or not wanted & words[best]:
            return None
        return _unanswered(asked), pieces[best]

    return _changed(material, "elsewhere", changed)


def swapped(material: Material) -> Material:
    """Questions with an exchanged name, number or year, or an antonym."""

    def changed(asked: Asked) -> tuple[Asked, str] | None:
        text = material.passages[asked.passage]
        question = _swapped(asked, text) if asked.spans else None
        return (replace(_unanswered(asked), question=question), text) if question else None

    return _changed(material, "swapped", changed)


def keywords(material: Material) -> Material:
    """Questions as typed into a search box: without function words, often without asking."""

    def changed(asked: Asked) -> tuple[Asked, str] | None:
        rng = random.Random(asked.id)  # noqa: S311
        question = _keywords(asked.question, rng)
        if len(question.split()) < 2:
            return None
        return replace(asked, question=question), material.passages[asked.passage]

    return _changed(material, "keywords", changed)


def misspelt(material: Material) -> Material:
    """Questions with a mistake in one or two of their longer words."""

    def changed(asked: Asked) -> tuple[Asked, str] | None:
        rng = random.Random(asked.id)  # noqa: S311
        words = asked.question.split()
        long = [n for n, word in enumerate(words) if len(word) >= _SHORTEST_MISSPELT]
        if not long:
            return None
        for number in rng.sample(long, min(len(long), rng.choice((1, 1, 2)))):
            words[number] = _misspelt(words[number], rng)
        text = material.passages[asked.passage]
        return replace(asked, question=" ".join(words)), text

    return _changed(material, "misspelt", changed)


CHANGES: Mapping[str, Callable[[Material], Material]] = {
    change.__name__: change for change in (cut, elsewhere, swapped, keywords, misspelt)
}
"""By the name that a recipe gives them."""


def _changed(
    material: Material, name: str, change: Callable[[Asked], tuple[Asked, str] | None]
) -> Material:
    """A set of the changed questions, each with its passage; those without a change are left."""
    numbers: dict[str, int] = {}
    heads: list[str] = []
    found: list[Asked] = []
    for asked in material.asked:
        one = change(asked)
        if one is None:
            continue
        new, text = one
        number = numbers.setdefault(text, len(numbers))
        if number == len(heads):
            heads.append(material.heads[asked.passage])
        found.append(replace(new, passage=number))
    return Material(
        name=f"{material.name}, {name}", passages=list(numbers), asked=found, heads=heads
    )


def _unanswered(asked: Asked) -> Asked:
    return replace(asked, spans=(), relevant=False)


def _without_answers(text: str, spans: Sequence[Span]) -> str:
    answers = {text[span.start : span.end] for span in spans}
    borders = [0, *(sentence.start for sentence in split_sentences(text))][1:]
    stops = [*borders[1:], len(text)]
    kept = [
        text[start:stop]
        for start, stop in zip(borders, stops, strict=False)
        if not any(start < span.end and span.start < stop for span in spans)
        and not any(_says(text[start:stop], answer) for answer in answers)
    ]
    return "".join(kept).strip()


def _says(text: str, answer: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", text, re.IGNORECASE) is not None


def _pieces(material: Material) -> tuple[list[str], Mapping[str, list[int]]]:
    """Parts of all passages, and which belong to each head."""
    pieces: list[str] = []
    of_head: dict[str, list[int]] = defaultdict(list)
    for text, head in zip(material.passages, material.heads, strict=True):
        for part in parts_of(text):
            of_head[head].append(len(pieces))
            pieces.append(text[part.start : part.end])
    return pieces, of_head


def _swapped(asked: Asked, text: str) -> str | None:
    """The question with one thing in it replaced; None where nothing can be."""
    rng = random.Random(asked.id)  # noqa: S311
    answers = [text[span.start : span.end] for span in asked.spans]
    ways = [*_swaps(asked.question, text, answers, rng)]
    return rng.choice(ways) if ways else None


def _swaps(question: str, text: str, answers: Sequence[str], rng: random.Random) -> Iterator[str]:
    names = _NAME.findall(text)
    for name in _NAME.finditer(question):
        others = [
            other
            for other in dict.fromkeys(names)
            if other not in question
            and not any(other in answer or answer in other for answer in answers)
            and not set(other.split()) & set(name[0].split())
            and len(other.split()) <= len(name[0].split()) + 1
        ]
        if others:
            yield _with(question, name, rng.choice(others))
    for year in _YEAR.finditer(question):
        others = [other for other in set(_YEAR.findall(text)) if other != year[0]]
        other = (
            rng.choice(sorted(others)) if others else str(int(year[0]) + rng.choice((-2, -1, 1, 3)))
        )
        if other not in answers:
            yield _with(question, year, other)
    for number in _NUMBER.finditer(question):
        yield _with(question, number, str(int(number[0]) + rng.choice((-1, 1, 2, 5))))
    for word in _TURNING.finditer(question):
        yield _with(question, word, _TURNED[word[0]])


def _with(text: str, found: re.Match[str], other: str) -> str:
    return text[: found.start()] + other + text[found.end() :]


def _keywords(question: str, rng: random.Random) -> str:
    asking = _ASKING.search(question)
    left = [word for word in question.rstrip("?. ").split() if _says_something(word)]
    is_named = asking is not None and asking[0].lower() not in {"what", "which"}
    if asking and is_named and rng.random() < 0.7:
        left.insert(rng.choice((0, len(left))), asking[0])
    return " ".join(left).lower() if rng.random() < 0.7 else " ".join(left)


def _says_something(word: str) -> bool:
    parts = folded_words(word)
    return bool(parts) and not all(part in function_words() for part in parts)


def _misspelt(word: str, rng: random.Random) -> str:
    """Two letters exchanged, one missing, doubled, or another in its place; never the first."""
    at = rng.randrange(1, len(word) - 2)
    ways = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at + 1 :],
        word[: at + 1] + word[at:],
        word[:at] + rng.choice("aeioutnrsl") + word[at + 1 :],
    )
    return rng.choice(ways)
