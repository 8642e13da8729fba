"""What is told of a thing is not taken for somebody's words, wherever the sentence ends."""

from index.quotations.attributions.things import is_about_a_thing
from index.quotations.attributions.values import Attribution
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.vocabulary.word_classes import AUXILIARY, DETERMINER, NOUN, PARTICIPLE

_KINDS = {"the": DETERMINER, "is": AUXILIARY, "said": PARTICIPLE, "to": 0}


def _said(*words: str) -> bool:
    """Whether "the new plan", before "is said", is about a thing."""
    kinds = [_KINDS.get(word, NOUN) for word in words]
    starts = [10 * number for number in range(len(words))]
    ends = [start + 9 for start in starts]
    unit = Unit(0, ends[-1], 0, list(words), kinds, starts, ends)
    return is_about_a_thing(unit, Attribution(Phrase(3, 5), None, (Phrase(0, 3),)))


def test_a_sentence_may_end_with_its_verb_or_with_to() -> None:
    told = [_said("the", "new", "plan", "is", "said", *rest) for rest in ((), ("to",))]

    assert told == [False, False]


def test_what_is_said_to_somebody_is_a_thing() -> None:
    assert _said("the", "new", "plan", "is", "said", "to", "the", "council")
