"""A quotation's topic, in up to three of its words: "the work visas", "USMCA"."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Set

from msgspec import Struct

from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.word_classes import NOUN, classify_unlisted, word_classes
from index.records import Article, Quote, QuoteForm
from index.text.matching.folding import folded, folded_words
from service.questions.followups.names.people_words import may_be_a_person
from service.questions.followups.names.phrases import GENERAL
from service.questions.language.function_words import function_words

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_LOWER = re.compile(r"\b[^\W\d_A-ZÀ-Þ]+\b")
_GENERAL = GENERAL | frozenset("chance comment concern concerns fact form matter state".split())
_LONGEST = 3
_SHORTEST = 2
_BEFORE_CONTENT = 60
_SILENT = re.compile(
    r"\b(?:declin|refus)(?:e[sd]?|ing)\s+to\s+(?:comment|say|discuss|respond|answer)\b"
    r"|(?:\b(?:did|does|do|has|have|had)\s+not|n['’]t|\byet\s+to)(?:\s+\w+){0,2}?"
    r"\s+(?:respond|repl(?:y|ied)|comment|answer)",
    re.IGNORECASE,
)
_SHORTEST_WORD = 4
_IN_TITLE = 2.0
"""Weight of words that are also in the headline."""
_NAME = 2.0
_BEFORE_SENTENCES = '.!?…"“‘'
"""Behind these, as at the start, any word has a capital."""
_DETERMINERS = frozenset("the this that these those its their our his her my your a an".split())


class _Run(Struct, frozen=True):
    """Words in a row that may name a topic."""

    words: list[str]
    has_determiner: bool = False

    @property
    def is_name(self) -> bool:
        return self.words[0][0].isupper()

    @property
    def text(self) -> str:
        """The topic as it follows "about": with "the" if it had a determiner."""
        article = "the " if self.has_determiner and not self.is_name else ""
        return article + " ".join(self.words)


def topics(article: Article, quote: Quote, rarity: Callable[[str], float]) -> list[str]:
    """Possible topics of the quotation, most likely first.

    These are words frequent in the article and rare elsewhere (tf-idf).
    """
    counts = Counter(folded_words(article.text))
    title = set(folded_words(article.title or ""))
    lower = set(_LOWER.findall(article.text))
    speaker = set(folded_words(quote.speaker or ""))
    scored: dict[str, float] = {}
    for span in quote.content:
        for run in _runs(article.text[span.start : span.end]):
            words = folded_words(" ".join(run.words))
            is_salient = run.is_name or any(word in title or counts[word] > 1 for word in words)
            if is_salient and _tells_enough(run, lower) and speaker.isdisjoint(words):
                weight = sum(counts[word] * rarity(word) for word in words) / len(words)
                weight *= _IN_TITLE if title & set(words) else 1.0
                scored[run.text] = weight * (_NAME if run.is_name else 1.0)
    return sorted(scored, key=lambda text: -scored[text])


def is_silent(article: Article, quote: Quote) -> bool:
    """Whether it only says that somebody said nothing: "declined to comment on the lawsuit"."""
    if quote.form is QuoteForm.DIRECT or not quote.content:
        return False
    first, last = quote.content[0], quote.content[-1]
    around = article.text[max(0, first.start - _BEFORE_CONTENT) : last.end]
    return _SILENT.search(around) is not None


def _tells_enough(run: _Run, lower: Set[str]) -> bool:
    """Whether a run of words is no part of "U.S.", nothing general, and no mere headline noun.

    "Party" is no name where the article has a party as well, and nobody speaks "about leader".
    """
    last = run.words[-1].lower()
    is_somebody = may_be_a_person(last) and not run.has_determiner and not run.is_name
    if any(len(word) < _SHORTEST for word in run.words) or last in _GENERAL or is_somebody:
        return False
    return not (run.is_name and len(run.words) == 1 and run.words[0].lower() in lower)


def _runs(text: str) -> Iterator[_Run]:
    """Names, and nouns with the nouns before them."""
    run = _Run([])
    end, last_function_word = 0, ""
    for found in _WORD.finditer(text):
        word = found[0]
        is_near = text[end : found.start()] == " "
        before = text[: found.start()].rstrip()[-1:]
        may_name = _may_name(word, is_first=before in _BEFORE_SENTENCES)
        if run.words and not (is_near and may_name and run.is_name == word[0].isupper()):
            # A noun followed by another noun specifies it: "property" of "tax".
            if len(run.words) <= _LONGEST and not (is_near and _is_content(word)):
                yield run
            run = _Run([])
        if may_name:
            run = _Run([*run.words, word], last_function_word in _DETERMINERS)
        elif not _is_content(word):
            last_function_word = folded(word)
        end = found.end()
    if 0 < len(run.words) <= _LONGEST:
        yield run


def _is_content(word: str) -> bool:
    return folded(word) not in function_words()


def _may_name(word: str, *, is_first: bool) -> bool:
    """Whether the word is a name or, as far as its ending tells, a noun."""
    plain = folded(word)
    if plain in word_list("times") or not function_words().isdisjoint(folded_words(word)):
        return False
    if word[0].isupper():
        return not is_first or word.isupper()
    classes = word_classes().get(plain) or classify_unlisted(plain)
    return len(plain) >= _SHORTEST_WORD and bool(classes & NOUN)
