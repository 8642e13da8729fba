"""One sentence read: every cue in it, with its source and its content."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.quotations.circumstances import circumstances, is_quoted
from index.quotations.contents import end_contents, left_content, quote_before, right_half
from index.quotations.cues import PARENTHETIC, CueTable, CueWord
from index.quotations.frames import frame_after
from index.quotations.sources import (
    Phrase,
    clause_subject,
    group_start,
    noun_phrase_before,
    subject_after,
    subject_before,
)
from index.quotations.units import Unit
from index.quotations.words import (
    ADVERB,
    COMMA,
    CONJUNCTION,
    NAME,
    NOUN,
    NUMBER,
    OBJECT,
    PREPOSITION,
    QUOTED,
    RELATIVE,
    STOP,
    SUBJECT,
    SUBORDINATOR,
    TIME,
    VERB,
)


@dataclass(slots=True)
class Reading:
    """One cue as a sentence has it; phrases count words of the unit."""

    lemma: str
    voice: str
    """How the verb has its subject: subj, after, part, by, and, inf, pass."""
    frame: str
    """What follows it, or back and paren where the content stands before it."""
    cue: Phrase
    source: Phrase | None
    begins: int
    """The word at which this attribution begins: its subject, or its cue."""
    content: list[Phrase]
    precision: float = 0.0
    circumstances: tuple[str, ...] = ()

    @property
    def use(self) -> str:
        """The key under which the precision of this use is listed."""
        return f"{self.lemma} {self.voice} {self.frame}"


def read_unit(unit: Unit, cues: CueTable, rejected: list[Reading] | None = None) -> list[Reading]:
    """Return the attributions of one sentence in order; `rejected` gathers the others."""
    readings: list[Reading] = []
    doubtful: list[Reading] = []
    for at, word in enumerate(unit.words):
        if word == ":":
            _add(unit, _read_colon(unit, at, readings), cues, readings, doubtful)
        cue = cues.forms.get(word)
        if cue is None or unit.kinds[at] & (QUOTED | NAME):
            continue
        _add(unit, _read_cue(unit, at, cue, readings), cues, readings, doubtful)
    end_contents(unit, readings, readings)
    if rejected is not None:
        end_contents(unit, doubtful, readings)
        rejected.extend(doubtful)
    return readings


def _add(
    unit: Unit,
    reading: Reading | None,
    cues: CueTable,
    readings: list[Reading],
    doubtful: list[Reading],
) -> None:
    if reading:
        reading.circumstances = circumstances(unit, reading)
        reading.precision = cues.precision(reading.use, reading.circumstances)
        trusted = cues.trusts(reading.precision, quoted=is_quoted(reading))
        (readings if trusted else doubtful).append(reading)


def _read_colon(unit: Unit, at: int, before: Sequence[Reading]) -> Reading | None:
    """Read "Lee: “...”" and "She had one message: “...”"."""
    if at == 0 or at + 1 >= len(unit.words) or not unit.kinds[at + 1] & QUOTED:
        return None
    if before and before[-1].content and before[-1].content[-1].first == at + 1:
        return None
    content = [Phrase(at + 1, len(unit.words))]
    label = noun_phrase_before(unit, at, max(0, at - 12))
    cue = Phrase(at, at + 1)
    if label and (label.first == 0 or unit.kinds[label.first - 1] & STOP):
        return Reading(":", "label", "quote", cue, label, label.first, content)
    source = clause_subject(unit, at)
    return Reading(":", "subj", "quote", cue, source, source.first, content) if source else None


def _read_cue(unit: Unit, at: int, cue: CueWord, before: Sequence[Reading]) -> Reading | None:
    if cue.lemma == "according":
        return _read_according(unit, at, before)
    first = group_start(unit, at)
    if cue.ending == "adjective" and not _has_be(unit, first, at):
        return None
    follows_quote = at > 0 and quote_before(unit, at) is not None
    inverted = _read_inverted(unit, at, first, cue, before) if follows_quote else None
    if inverted:
        return inverted
    voice, source, begins = _subject(unit, at, first, cue, before)
    if not voice or voice == "and":
        inverted = None if follows_quote else _read_inverted(unit, at, first, cue, before)
        if inverted or not voice:
            return inverted
    words = Phrase(begins if voice == "inf" and source is None else first, at + 1)
    if voice == "subj":
        left = left_content(unit, begins, at, before)
        if left and (left.frame == "back" or cue.lemma in PARENTHETIC):
            return Reading(cue.lemma, voice, left.frame, words, source, begins, left.content)
    frame = frame_after(unit, at, cue.lemma)
    content = [Phrase(frame.first, len(unit.words))] if frame.first < len(unit.words) else []
    name = frame.name
    if name not in ("quote", "colon") and _holds_quote(unit, frame.first):
        name += "+q"
    return Reading(cue.lemma, voice, name, words, source, begins, content)


def _holds_quote(unit: Unit, first: int) -> bool:
    """Whether some of what follows stands between marks, before the clause ends."""
    for at in range(first, min(first + _MIXED_WINDOW, len(unit.words))):
        if unit.kinds[at] & QUOTED:
            return True
        if unit.kinds[at] & STOP and unit.words[at] in (";", "—", "--", "–"):
            return False
        if (
            at > first
            and unit.kinds[at] & SUBORDINATOR
            and unit.words[at] not in ("that", "as", "so")
        ):
            return False
    return False


_MIXED_WINDOW = 25


def _has_be(unit: Unit, first: int, at: int) -> bool:
    return any(word in _BE for word in unit.words[first:at])


_BE = frozenset(("is", "are", "was", "were", "been", "be", "being", "'s", "'re", "'m", "am"))


def _subject(
    unit: Unit, at: int, first: int, cue: CueWord, before: Sequence[Reading]
) -> tuple[str, Phrase | None, int]:
    """Return voice, source and where the attribution begins; no voice means no attribution."""
    kind = unit.kinds[first - 1] if first else STOP
    if cue.ending == "ing" and not _has_be(unit, first, at):
        return _participle(unit, first, kind, before)
    if first and unit.words[first - 1] == "to":
        return _infinitive(unit, first - 1, before)
    source = subject_before(unit, first, ambiguous=first == at and cue.ending in ("base", "s"))
    if source and first == at and cue.ending == "base" and not _is_plural(unit, source):
        return "", None, 0
    if source:
        passive = cue.ending == "past" and _has_be(unit, first, at)
        return ("pass", None, source.first) if passive else ("subj", source, source.first)
    if kind & CONJUNCTION or (kind & (COMMA | ADVERB) and cue.ending != "base"):
        return _borrowed("and", unit, first, before)
    return "", None, 0


def _is_plural(unit: Unit, source: Phrase) -> bool:
    """Whether a subject can stand before "say" without "will" or "may"."""
    last = unit.words[source.last - 1]
    if unit.kinds[source.last - 1] & SUBJECT:
        return last not in ("he", "she", "it")
    if unit.words[source.first] in ("a", "an", "this", "that", "every", "each", "another"):
        return unit.words[source.first] == "that" and source.last - source.first == 1
    many = (
        last.endswith("s") or last in _PLURALS or unit.kinds[source.last - 1] & (NUMBER | RELATIVE)
    )
    return bool(many) or any(
        word in ("and", "percent", "many", "some", "most")
        for word in unit.words[source.first : source.last]
    )


_PLURALS = frozenset(
    (
        "people",
        "police",
        "men",
        "women",
        "many",
        "some",
        "most",
        "percent",
        "media",
        "both",
        "few",
        "all",
        "children",
        "several",
        "%",
        "half",
        "majority",
        "public",
        "those",
        "any",
        "none",
        ")",
    )
)


def _participle(
    unit: Unit, first: int, kind: int, before: Sequence[Reading]
) -> tuple[str, Phrase | None, int]:
    if first == 0:
        return "lead", None, 0
    if unit.words[first - 1] in _ASPECTS:
        start = group_start(unit, first - 1)
        source = subject_before(unit, start)
        return ("subj", source, source.first) if source else ("", None, 0)
    if kind & (COMMA | STOP | QUOTED | CONJUNCTION):
        return _borrowed("part", unit, first, before)
    if unit.words[first - 1] in ("by", "while", "before", "after", "in", "without"):
        return _borrowed("by", unit, first, before)
    if kind & (NAME | NOUN | OBJECT | TIME):
        return _borrowed("hang", unit, first, before)
    return "", None, 0


_ASPECTS = frozenset(
    "kept keeps keep began begins begin started starts start continued continues continue stopped stops".split()
)


def _borrowed(
    voice: str, unit: Unit, first: int, before: Sequence[Reading]
) -> tuple[str, Phrase | None, int]:
    """Take the subject of the attribution before that this one goes on from, or the clause's."""
    outer = _outermost(before)
    source = outer.source if outer else None
    if outer is None or _is_subordinate(unit, outer.begins):
        source = clause_subject(unit, first) or source
    return (voice, source, first) if source else ("", None, 0)


def _is_subordinate(unit: Unit, begins: int) -> bool:
    """Whether "when my mother said" begins here, so that the main clause has its own subject."""
    return (
        begins > 0
        and bool(unit.kinds[begins - 1] & SUBORDINATOR)
        and unit.words[begins - 1] != "that"
    )


def _outermost(before: Sequence[Reading]) -> Reading | None:
    """Return the last reading that does not lie in the content of another."""
    for reading in reversed(before):
        nested = any(
            other is not reading
            and other.content
            and other.frame not in ("back", "paren")
            and other.content[-1].first <= reading.begins
            and other.begins < reading.begins
            and reading.voice not in ("part", "and")
            for other in before
        )
        if not nested and reading.source:
            return reading
    return None


def _infinitive(unit: Unit, to: int, before: Sequence[Reading]) -> tuple[str, Phrase | None, int]:
    """Read "went on to say" with the subject of "went"."""
    last = before[-1] if before else None
    if last and last.frame[:2] == "to" and last.content and last.content[0].first == to:
        return "", None, 0
    verb = to - 1
    while verb > max(0, to - 4) and not unit.kinds[verb] & VERB:
        verb -= 1
    if verb <= 0 or not unit.kinds[verb] & VERB:
        return "", None, 0
    first = group_start(unit, verb)
    source = subject_before(unit, first)
    return ("inf", source, source.first) if source else ("", None, 0)


def _read_inverted(
    unit: Unit, at: int, first: int, cue: CueWord, before: Sequence[Reading]
) -> Reading | None:
    """Read "“...,” said the mayor" and "..., said the mayor"."""
    if first != at or at == 0 or cue.ending in ("ing", "base"):
        return None
    if cue.lemma not in PARENTHETIC and quote_before(unit, at) is None:
        return None
    source = subject_after(unit, at + 1)
    if source is None or not _closes(unit, source.last):
        return None
    left = left_content(unit, at, source.last - 1, before)
    if left is None:
        return None
    return Reading(cue.lemma, "after", left.frame, Phrase(first, at + 1), source, at, left.content)


def _closes(unit: Unit, at: int) -> bool:
    """Whether a subject behind its verb may end before word `at`."""
    closing = (
        COMMA | STOP | PREPOSITION | CONJUNCTION | RELATIVE | SUBORDINATOR | ADVERB | TIME | QUOTED
    )
    return at >= len(unit.words) or bool(unit.kinds[at] & closing)


def _read_according(unit: Unit, at: int, before: Sequence[Reading]) -> Reading | None:
    if unit.words[at + 1 : at + 2] != ["to"]:
        return None
    start = end = at + 2
    while (
        end < len(unit.words)
        and not unit.kinds[end] & (COMMA | QUOTED)
        and (not unit.kinds[end] & STOP or unit.words[end] == "-")
    ):
        end += 1
    if end == start:
        return None
    cue, source = Phrase(at, start), Phrase(start, end)
    left = left_content(unit, at, end - 1, before, loose=True)
    if left:
        return Reading("according", "subj", left.frame, cue, source, at, left.content)
    rest = right_half(unit, end)
    return Reading("according", "subj", "front", cue, source, at, rest) if rest else None
