"""When words answer a question: they hold a known answer, or are the evidence that was marked."""

from collections.abc import Iterable

from msgspec import Struct

from eval.metrics.matching import holds, normalise
from eval.metrics.spans import token_f1
from eval.questions import Case, Evidence
from service.questions.speaker_matching import is_same_person
from service.wire import Answer

# Two quotes are the same evidence when half of their words are (as in `eval.components.polnear`).
_ENOUGH = 0.5
MATCHED = "string_match"
"""The kind of evidence that a rule found: a sentence that happens to hold the answer's words."""


class Words(Struct, frozen=True):
    """Words of an article, and where they stand."""

    text: str
    article: str
    start: int
    end: int
    speaker: str | None = None


def is_known(case: Case) -> bool:
    """Whether the set says enough to tell a right answer from a wrong one.

    Where nobody judged whether the articles hold an answer, no answer can be missing.
    """
    if case.answerable is not True:
        return case.answerable is False
    return bool(case.answers or any(evidence.quote for evidence in case.evidence))


def is_right(words: Words, case: Case) -> bool:
    """Whether the words answer the question, said by whom they must have been said by."""
    return answers(words, case) and speaks_for(words, case)


def answers(words: Words, case: Case) -> bool:
    """Whether the words hold a known answer, whoever says them.

    In a set whose questions name the passage and the offset of their answers, an answer word that
    stands elsewhere by chance is none: the words must touch a marked place.
    """
    if case.answerable is False:
        return False
    placed = [evidence for evidence in case.evidence if evidence.start is not None]
    if placed:
        return any(touches(words, evidence) for evidence in placed)
    if case.answers:
        return holds(words.text, case.answers)
    return any(supports(words, evidence) for evidence in case.evidence)


def speaks_for(words: Words, case: Case) -> bool:
    """Whether nobody else is shown as the speaker of words that one person must have said."""
    if case.speaker is None or words.speaker is None:
        return True
    return is_same_person(words.speaker, case.speaker)


def supports(words: Words, evidence: Evidence) -> bool:
    """Whether the words are this evidence, or hold it, or are held by it."""
    if evidence.quote is None:
        return False
    if evidence.start is not None and evidence.article == words.article:
        return touches(words, evidence)
    return _says_the_same(words.text, evidence.quote)


def touches(words: Words, evidence: Evidence) -> bool:
    """Whether the words cover the evidence's place in its article."""
    if evidence.article != words.article or evidence.start is None or evidence.quote is None:
        return False
    end = evidence.start + len(evidence.quote)
    return words.start <= evidence.start and end <= words.end


def hits(text: str, case: Case) -> bool:
    """Whether a passage gives the reader what it needs: an answer's or the evidence's words."""
    if case.answers:
        return holds(text, case.answers)
    return any(_says_the_same(text, quote) for quote in quotes(case))


def words_of(answer: Answer) -> list[Words]:
    """The words of each answer, at the place of its first citation."""
    citations = {citation.number: citation for citation in answer.citations}
    found: list[Words] = []
    for item in answer.answers:
        first = citations[item.citations[0]]
        speaker = item.speaker.name if item.speaker else None
        found.append(Words(item.quote, first.article_id, first.start, first.end, speaker))
    return found


def marked(case: Case) -> list[Evidence]:
    """The evidence that has words, and was not matched by a rule."""
    return [e for e in case.evidence if e.quote and e.kind != MATCHED]


def quotes(case: Case) -> Iterable[str]:
    """The words of the evidence, where they are marked."""
    return (evidence.quote for evidence in case.evidence if evidence.quote)


def _says_the_same(text: str, quote: str) -> bool:
    one, other = f" {normalise(text)} ", f" {normalise(quote)} "
    if other.strip() and (other in one or one in other):
        return bool(one.strip())
    return token_f1(text, [quote]) >= _ENOUGH
