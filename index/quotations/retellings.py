"""Retellings: in "“We will act,” Lee said, according to the Herald", the words are Lee's.

The tagger finds what the newspaper tells, the outermost attribution. Without the newspaper, the
sentence is read again, and tells whose words they are. What a person tells of another stays theirs.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from index.quotations.attributions.values import Attribution, TaggedAttribution
from index.quotations.contract import Tagging
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.tagger.sentence_tokens import Sentence
from index.quotations.tagger.weighing import trusted
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.word_classes import (
    COMMA,
    GENITIVE,
    NAME,
    NOUN,
    PREPOSITION,
    QUOTED,
    RELATIVE,
    verb_forms,
)

_LEAST_QUOTED, _LEAST_REPORTED = 0.4, 0.6
"""How much of what is retold must be somebody's words; otherwise it is the teller's own."""
_NO_SPEECH = frozenset(("go", "find", "figure"))
_CALL_SIGNS = range(3, 5)
"""The letters of an American station's name: "KPRC", "WSB"."""


class _Retelling(NamedTuple):
    number: int
    """Of the sentence."""
    attribution: Attribution
    """To the teller, of what is retold."""
    teller: TaggedAttribution
    """The same, as tagged."""
    by_outlet: bool
    """Whether a newspaper or broadcaster tells it, rather than a document or an unnamed source."""


def read_whose_words(
    tagging: Tagging, units: Sequence[Unit], sentences: Sequence[Sentence]
) -> list[list[TaggedAttribution]]:
    """The attributions of each sentence; where one is a retelling, of the words retold."""
    found = tagging.read(sentences)
    retold = [
        retelling
        for number, unit in enumerate(units)
        if (retelling := _retelling(number, unit, sentences[number].text, found[number], tagging))
    ]
    again = tagging.read([_without(sentences[one.number], one.teller) for one in retold])
    for one, inner in zip(retold, again, strict=True):
        if _tells_whose(units[one.number], one, inner, tagging):
            found[one.number] = inner
    return found


def _retelling(
    number: int, unit: Unit, text: str, tagged: Sequence[TaggedAttribution], tagging: Tagging
) -> _Retelling | None:
    for one in tagged:
        for attribution in trusted(unit, [one], tagging.trust):
            source = attribution.source and _head(unit, attribution.source)
            by_outlet = source is not None and _is_outlet(unit, text, source)
            if source and _tells_of_others(unit, attribution, source, by_outlet=by_outlet):
                return _Retelling(number, attribution, one, by_outlet)
    return None


def _head(unit: Unit, source: Phrase) -> Phrase:
    """Return "the Herald" of "the Herald, which"."""
    end = source.first + 1
    while end < source.last and not unit.kinds[end] & (COMMA | PREPOSITION | RELATIVE):
        end += 1
    return Phrase(source.first, end)


def _is_outlet(unit: Unit, text: str, source: Phrase) -> bool:
    """Whether a source is "the Flint Herald", "KPRC" or "the newspaper"."""
    word = unit.words[source.last - 1]
    if source.last - source.first > 1 and word in word_list("papers"):
        return True
    written = text[unit.starts[source.last - 1] - unit.start :][: len(word)].partition("-")[0]
    is_call_sign = written.isupper() and written[0] in "KW" and len(written) in _CALL_SIGNS
    return is_call_sign or word in word_list("outlets")


def _tells_of_others(
    unit: Unit, attribution: Attribution, source: Phrase, *, by_outlet: bool
) -> bool:
    """Whether "according to police" or ", the Herald reported" follows what may be others' words.

    What "According to the Herald" opens is the Herald's.
    """
    cue = attribution.cue
    is_behind = attribution.content[0].last <= min(cue.first, source.first)
    accords = unit.words[cue.first] == "according" and not _is_named(unit, source)
    return is_behind and (by_outlet or accords)


def _is_named(unit: Unit, source: Phrase) -> bool:
    """Whether a source is a person, such as "the broker Ann Lee", or may be one."""
    is_name = unit.kinds[source.last - 1] & NAME
    owns = any(kind & GENITIVE for kind in unit.kinds[source.first : source.last])
    return bool(is_name) and not owns


def _without(sentence: Sentence, teller: TaggedAttribution) -> Sentence:
    """Return the sentence with blanks instead of ", according to the Herald"."""
    spans = [teller.cue, *filter(None, [teller.source])]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    before = sentence.text[:start].rstrip(" ,")
    blank = " " * (end - len(before))
    return sentence._replace(text=f"{before}{blank}{sentence.text[end:]}")


def _tells_whose(
    unit: Unit, one: _Retelling, inner: list[TaggedAttribution], tagging: Tagging
) -> bool:
    """Whether the second reading, or the colon at the end, tells whose the retold words are."""
    if unit.words[-1] == ":" and one.by_outlet:
        # As in: here is what Lee told aides, according to the Herald.
        told = _content(one.attribution)
        return any(_says(unit, Phrase(at, at + 1)) and not unit.kinds[at] & NOUN for at in told)
    retold = [
        attribution
        for attribution in trusted(unit, inner, tagging.trust)
        if attribution.source and _says(unit, attribution.cue)
    ]
    if not one.by_outlet and not any(_is_direct(unit, found) for found in retold):
        return False
    is_quoted = any(unit.kinds[at] & QUOTED for found in retold for at in _content(found))
    least = _LEAST_QUOTED if is_quoted else _LEAST_REPORTED
    return _covered(unit, retold, one) >= least


def _says(unit: Unit, phrase: Phrase) -> bool:
    """Whether a cue, or words retold, have a verb of speech."""
    return not _verbs_of_speech().isdisjoint(unit.words[phrase.first : phrase.last])


@cache
def _verbs_of_speech() -> frozenset[str]:
    """Return all forms of the verbs of speech."""
    verbs = word_list("parenthetic verbs") - _NO_SPEECH
    return frozenset(form for verb in verbs for form in verb_forms(verb))


def _is_direct(unit: Unit, attribution: Attribution) -> bool:
    return all(unit.kinds[at] & QUOTED for at in _content(attribution))


def _content(attribution: Attribution) -> list[int]:
    return [at for phrase in attribution.content for at in range(*phrase)]


def _covered(unit: Unit, retold: Sequence[Attribution], one: _Retelling) -> float:
    """Return how much of what is retold are those attributions with their sources and cues."""
    phrases = [
        phrase
        for found in retold
        for phrase in (found.cue, *found.content, *filter(None, [found.source]))
    ]
    whole = set(_content(one.attribution))
    told = whole.intersection(at for phrase in phrases for at in range(*phrase))
    return _length(unit, told) / _length(unit, whole)


def _length(unit: Unit, words: Iterable[int]) -> int:
    return sum(unit.ends[at] - unit.starts[at] for at in words)
