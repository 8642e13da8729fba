"""Transcripts and interviews: paragraphs labelled with the speaker, "CARNEY: ..." or "Q: ..."."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from index.quotations.vocabulary.lists import word_list
from index.records import Span

_LABEL = re.compile(
    r"[\"“>\s*_]*"
    r"(?P<label>[A-Z][\w.'’-]{0,40}(?:[ \t]+(?:[A-Z(][\w.'’)-]{0,40}|de|van|von|al|bin|of)){0,5})"
    r"(?:[ \t]*\([^)\n]{1,60}\)|,[ \t][^:\n“”\"]{2,60})?[*_]*[ \t]*:[*_]*[ \t]+(?=\S)"
)
_RECORD = re.compile(
    r"(?P<label>(?:Mr|Ms|Mrs|Miss|Dr|The|Senator|Hon|Sir|Dame)\.?[ \t]+[A-Z][A-Z'’-]{2,40}"
    r"(?:[ \t]+[A-Z][A-Z'’-]{0,40}){0,4}(?:[ \t]+of[ \t]+[A-Z][\w.]{0,30}(?:[ \t][A-Z]\w{0,30})?)?)"
    r"\.[ \t]+(?=[A-Z“\"])"
)
"""As parliaments print them: "Mr. LIND. I thank the Chair."."""
_ASIDE = re.compile(r"[(\[][^()\[\]\n]{1,80}[)\]][.!]?")
"""What is no speech: "(APPLAUSE)"."""
_LONGEST_LABEL = 60
_QUESTIONS = frozenset(("q", "question"))
_ANSWERS = frozenset(("a", "answer"))
_FEWEST_TURNS = 3
_FEWEST_SPEAKERS = 2
_ENDS_SPEECH = frozenset(".?!…—–-:")
_MOST_UNLABELLED = 3
"""The most paragraphs without a label that continue a turn, if another turn follows."""


class Turn(NamedTuple):
    """One speaker's turn."""

    label: Span
    """The speaker's label, without the colon."""
    colon: Span
    content: list[Span]
    """The words spoken, one span per paragraph."""
    paragraphs: range


def find_turns(text: str, paragraphs: Sequence[Span]) -> list[Turn]:
    """Return the turns of a text that is or contains a transcript; of other texts, none.

    A transcript has at least three paragraphs that begin with a label: in capitals, or names of
    which two recur, or "Q" and "A".
    """
    turns = list(_labelled(text, paragraphs))
    if not _is_interview(text, turns):
        turns = _in_capitals(text, turns) or _of_people(text, turns) or _questioned(text, turns)
        if 2 * sum(_is_speech(text, turn) for turn in turns) < len(turns):
            return []
    return list(_with_unlabelled(text, turns, paragraphs)) if len(turns) >= _FEWEST_TURNS else []


def _is_interview(text: str, turns: Sequence[Turn]) -> bool:
    names = {label_name(text, turn) for turn in turns}
    return any(map(is_question, names)) and any(map(is_answer, names))


def _in_capitals(text: str, turns: Sequence[Turn]) -> list[Turn]:
    """Keep the turns with labels in capitals, if at least two different ones are somebody's.

    Those of a police report, "BURGLARY: ...", are not: each heads one paragraph, and names nobody.
    """
    shouted = [turn for turn in turns if _is_shouted(text[turn.label.start : turn.label.end])]
    counts = Counter(label_name(text, turn) for turn in shouted)
    known = [name for name, count in counts.items() if count > 1 or _is_somebody(text, name)]
    return shouted if len(counts) > 1 and known else []


def _is_somebody(text: str, label: str) -> bool:
    """Whether a label is an office, a full name, or a surname that stands in the text as well."""
    is_full = label.split()[0] in word_list("men", "women")
    return is_full or _is_role(label) or label.split()[-1].capitalize() in text


def _is_shouted(label: str) -> bool:
    """Whether a name is in capitals: "CARNEY", "Mr. CARNEY of Ottawa"."""
    words = label.partition(" of ")[0].split()
    return label.isupper() or (words[-1].isupper() and len(words[-1]) > len("Mr"))


def _of_people(text: str, turns: Sequence[Turn]) -> list[Turn]:
    """Keep the turns of people, if two of them recur, so that this is not a list of headings."""
    names = [label_name(text, turn) for turn in turns]
    surnames = {name.split()[-1] for name in names if name.split()[0] in word_list("men", "women")}
    counts = Counter(name for name in names if name.split()[-1] in surnames or _is_role(name))
    if sum(count > 1 for count in counts.values()) < _FEWEST_SPEAKERS:
        return []
    return [turn for turn, name in zip(turns, names, strict=True) if name in counts]


def _questioned(text: str, turns: Sequence[Turn]) -> list[Turn]:
    """All turns, if two take turns of which one does nothing but ask."""
    names = [label_name(text, turn).split()[-1] for turn in turns]
    asking = {name for name, turn in zip(names, turns, strict=True) if _asks(text, turn)}
    answering = set(names) - asking
    asked = [name for name, turn in zip(names, turns, strict=True) if _asks(text, turn)]
    is_one = len(asking) == len(answering) == 1 and len(asked) > 1
    is_in_turn = all(one != other for one, other in pairwise(names))
    return list(turns) if is_one and is_in_turn and len(asked) == names.count(asked[0]) else []


def _asks(text: str, turn: Turn) -> bool:
    return text[turn.content[0].start : turn.content[0].end].rstrip('"”’)* \t').endswith("?")


def _is_role(name: str) -> bool:
    return name.split()[0] in word_list("titles", "unnamed")


def _is_speech(text: str, turn: Turn) -> bool:
    """Whether a turn ends like a sentence, unlike "Clinton: 1,809"."""
    said = text[turn.content[0].start : turn.content[0].end].rstrip('"”’)* \t')
    return said[-1:] in _ENDS_SPEECH


def label_name(text: str, turn: Turn) -> str:
    """Return a turn's label in lower case."""
    return text[turn.label.start : turn.label.end].lower().rstrip(".")


def is_question(name: str) -> bool:
    """Whether a label is the interviewer's "Q"."""
    return name in _QUESTIONS


def is_answer(name: str) -> bool:
    """Whether a label is the interviewee's "A"."""
    return name in _ANSWERS


def _labelled(text: str, paragraphs: Sequence[Span]) -> Iterator[Turn]:
    for index, paragraph in enumerate(paragraphs):
        match = _LABEL.match(text, paragraph.start, paragraph.end) or _RECORD.match(
            text, paragraph.start, paragraph.end
        )
        if match and match.end("label") - match.start("label") <= _LONGEST_LABEL:
            label = Span(match.start("label"), match.end("label"))
            if text[label.start : label.end].lower().split()[0] not in word_list("no speakers"):
                colon = match.end("label")
                while text[colon] not in ":.":
                    colon += 1
                content = [Span(match.end(), paragraph.end)]
                yield Turn(label, Span(colon, colon + 1), content, range(index, index + 1))


def _with_unlabelled(
    text: str, turns: Sequence[Turn], paragraphs: Sequence[Span]
) -> Iterator[Turn]:
    """Add the paragraphs between two turns to the first of them."""
    for turn, following in zip(turns, [*turns[1:], None], strict=True):
        first = turn.paragraphs.stop
        last = following.paragraphs.start if following else first
        if last - first > _MOST_UNLABELLED:
            last = first
        more = [paragraphs[index] for index in range(first, last)]
        spoken = [one for one in more if not _ASIDE.fullmatch(text, one.start, one.end)]
        yield turn._replace(
            content=[*turn.content, *spoken], paragraphs=range(turn.paragraphs.start, last)
        )
