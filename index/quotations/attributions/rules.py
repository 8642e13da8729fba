"""The rules: finds every cue in a sentence, with its source and its content."""

from collections.abc import Sequence

from index.quotations.attributions.circumstances import circumstances
from index.quotations.attributions.content_after import end_contents
from index.quotations.attributions.content_before import (
    content_before,
    content_before_according,
    quotation_before,
    second_half,
)
from index.quotations.attributions.frames import frame_after
from index.quotations.attributions.values import Attribution
from index.quotations.attributions.voices import Voice, has_be, voice_of
from index.quotations.sentences.clause_subject import clause_subject
from index.quotations.sentences.noun_phrases import noun_phrase_before
from index.quotations.sentences.subject_after import subject_after
from index.quotations.sentences.subject_before import group_start
from index.quotations.sentences.units import Phrase, Unit
from index.quotations.vocabulary.cue_words import CueTable, CueWord
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.word_classes import (
    ADVERB,
    COMMA,
    CONJUNCTION,
    NAME,
    PREPOSITION,
    QUOTED,
    RELATIVE,
    STOP,
    SUBORDINATOR,
    TIME,
)

_MIXED_WINDOW = 25
"""A quotation within this many words after a cue makes its content mixed."""
_LONGEST_LABEL = 12
_CLOSES_A_SUBJECT = (
    COMMA | STOP | PREPOSITION | CONJUNCTION | RELATIVE | SUBORDINATOR | ADVERB | TIME | QUOTED
)


def find_attributions(
    unit: Unit, cues: CueTable, rejected: list[Attribution] | None = None
) -> list[Attribution]:
    """Return the trusted attributions of a unit in order; `rejected` collects the others."""
    accepted: list[Attribution] = []
    doubtful: list[Attribution] = []
    for at, word in enumerate(unit.words):
        cue = cues.forms.get(word)
        if cue is None or unit.kinds[at] & (QUOTED | NAME):
            continue
        attribution = _read(unit, at, cue, accepted)
        if attribution:
            attribution.circumstances = circumstances(unit, attribution)
            attribution.precision = cues.precision(attribution.use, attribution.circumstances)
            trusted = cues.trusts(attribution.precision, quoted=attribution.is_quoted)
            (accepted if trusted else doubtful).append(attribution)
    end_contents(unit, accepted, accepted)
    if rejected is not None:
        end_contents(unit, doubtful, accepted)
        rejected.extend(doubtful)
    return accepted


def _read(unit: Unit, at: int, cue: CueWord, before: Sequence[Attribution]) -> Attribution | None:
    if cue.lemma == ":":
        return _read_colon(unit, at, before)
    return (
        _read_according(unit, at) if cue.lemma == "according" else _read_cue(unit, at, cue, before)
    )


def _read_colon(unit: Unit, at: int, before: Sequence[Attribution]) -> Attribution | None:
    """Read "Lee: “...”" and "She had one message: “...”"."""
    if at == 0 or at + 1 >= len(unit.words) or not unit.kinds[at + 1] & QUOTED:
        return None
    if before and before[-1].content and before[-1].content[-1].first == at + 1:
        return None  # "Lee said: “...”" was already read
    cue, content = Phrase(at, at + 1), [Phrase(at + 1, len(unit.words))]
    label = noun_phrase_before(unit, at, max(0, at - _LONGEST_LABEL))
    if label and (label.first == 0 or unit.kinds[label.first - 1] & STOP):
        return Attribution(":", "label", "quote", cue, label, label.first, content)
    source = clause_subject(unit, at)
    return Attribution(":", "subj", "quote", cue, source, source.first, content) if source else None


def _read_according(unit: Unit, at: int) -> Attribution | None:
    if unit.words[at + 1 : at + 2] != ["to"]:
        return None
    start = end = at + 2
    while end < len(unit.words) and not _ends_according(unit, end):
        end += 1
    if end == start:
        return None
    cue, source = Phrase(at, start), Phrase(start, end)
    found = content_before_according(unit, at)
    if found:
        return Attribution("according", "subj", found.frame, cue, source, at, found.content)
    rest = second_half(unit, end)
    return Attribution("according", "subj", "front", cue, source, at, rest) if rest else None


def _ends_according(unit: Unit, at: int) -> bool:
    return bool(unit.kinds[at] & (COMMA | QUOTED | STOP)) and unit.words[at] != "-"


def _read_cue(
    unit: Unit, at: int, cue: CueWord, before: Sequence[Attribution]
) -> Attribution | None:
    first = group_start(unit, at)
    if cue.ending == "adjective" and not has_be(unit, first, at):
        return None
    follows_quote = at > 0 and quotation_before(unit, at) is not None
    inverted = _read_inverted(unit, at, first, cue, before) if follows_quote else None
    if inverted:
        return inverted
    voice = voice_of(unit, at, first, cue, before)
    if not follows_quote and (voice is None or voice.name == "and"):
        inverted = _read_inverted(unit, at, first, cue, before)
    if inverted or voice is None:
        return inverted
    return _read_before(unit, at, first, cue, voice, before) or _read_behind(
        unit, at, first, cue, voice
    )


def _read_before(
    unit: Unit, at: int, first: int, cue: CueWord, voice: Voice, before: Sequence[Attribution]
) -> Attribution | None:
    """Read "“...,” Lee said" and "..., Lee said"."""
    found = content_before(unit, voice.begins, at, before) if voice.name == "subj" else None
    if found is None or (
        found.frame == "paren" and cue.lemma not in word_list("parenthetic verbs")
    ):
        return None
    words = Phrase(first, at + 1)
    return Attribution(
        cue.lemma, "subj", found.frame, words, voice.source, voice.begins, found.content
    )


def _read_behind(unit: Unit, at: int, first: int, cue: CueWord, voice: Voice) -> Attribution:
    """Read "Lee said that ..."."""
    frame = frame_after(unit, at, cue.lemma)
    name = frame.name
    if name not in ("quote", "colon") and _holds_quote(unit, frame.first):
        name += "+q"
    content = [Phrase(frame.first, len(unit.words))] if frame.first < len(unit.words) else []
    words = Phrase(first, at + 1)
    return Attribution(cue.lemma, voice.name, name, words, voice.source, voice.begins, content)


def _holds_quote(unit: Unit, first: int) -> bool:
    """Whether a quotation follows before the clause ends."""
    for at in range(first, min(first + _MIXED_WINDOW, len(unit.words))):
        word, kind = unit.words[at], unit.kinds[at]
        if kind & QUOTED:
            return True
        parts = at > first and kind & SUBORDINATOR and word not in ("that", "as", "so")
        if parts or word in (";", "—", "--", "–"):
            return False
    return False


def _read_inverted(
    unit: Unit, at: int, first: int, cue: CueWord, before: Sequence[Attribution]
) -> Attribution | None:
    """Read "“...,” said the mayor" and "..., said the mayor"."""
    if first != at or at == 0 or cue.ending in ("ing", "base"):
        return None
    if cue.lemma not in word_list("parenthetic verbs") and quotation_before(unit, at) is None:
        return None
    source = subject_after(unit, at + 1)
    if source is None or not _closes(unit, source.last):
        return None
    found = content_before(unit, at, source.last - 1, before)
    if found is None:
        return None
    return Attribution(
        cue.lemma, "after", found.frame, Phrase(at, at + 1), source, at, found.content
    )


def _closes(unit: Unit, at: int) -> bool:
    """Whether a subject that follows its verb may end before word `at`."""
    return at >= len(unit.words) or bool(unit.kinds[at] & _CLOSES_A_SUBJECT)
