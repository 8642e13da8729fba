"""Why a person's words are missing: unknown, not quoted, not on this topic, filtered out."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import structs

from index.people.names import described_words, name_words_of, words_of
from service.answers.refusing.choices import MOST_CHOICES, articles_to_choose, people_to_choose
from service.answers.refusing.filter_refusals import looked_at
from service.answers.refusing.reasons import NOT_ON_TOPIC, Quoted, Refusal
from service.answers.scope import Scope
from service.candidates import Candidate
from service.questions.asked_person import AskedPerson
from service.questions.kinds.speech_forms import is_description, is_pronoun
from service.questions.language.function_words import function_words
from service.questions.time.periods import without_time_words
from service.questions.understand import Question
from service.wire.answer import Choice


def refused_for_speaker(
    question: Question, person: AskedPerson, scope: Scope, candidates: Sequence[Candidate]
) -> Refusal:
    """Why the words of the person that the question names do not answer it."""
    if is_pronoun(question.speaker or ""):
        return _refusal("unknown_speaker", question, scope, "pronoun_for_nobody")
    if candidates or scope.quoting(question.speakers, 1, question.spoken_in):
        return _not_sure_enough(question, person, scope)
    if question.speakers:
        elsewhere = {"speaker": _name(question, person)}
        return _refusal(
            "speaker_not_quoted", question, scope, "speaker_quoted_elsewhere", elsewhere
        )
    return _mentioned(question, scope) or _unknown(question, scope)


def ask_which_person(question: Question, person: AskedPerson, scope: Scope) -> Refusal:
    """Asks which of several people of one name the question means."""
    choices = people_to_choose(question, person.others, scope)
    names = ", ".join(choice.name for choice in choices)
    values = {"speaker": question.speaker or "", "names": names}
    return Refusal("which_speaker", values, tuple(choices))


def _not_sure_enough(question: Question, person: AskedPerson, scope: Scope) -> Refusal:
    """The person is quoted, but no quotation is sure enough to answer: name the articles."""
    quoting = scope.quoting(question.speakers, MOST_CHOICES, question.spoken_in)
    choices = articles_to_choose(quoting, question.speakers)
    # With a filter by speaker, the whole question may be the topic: it is no name for itself.
    is_whole = question.topic == without_time_words(question.text)
    topic = None if is_whole else question.topic
    return Refusal(
        NOT_ON_TOPIC,
        {
            "speaker": _name(question, person),
            "topic": topic or "",
            "titles": Quoted(tuple(choice.name for choice in choices), between="; "),
        },
        tuple(choices),
        _wording(topic, choices),
        looked_at(scope),
    )


def _wording(topic: str | None, titled: Sequence[Choice]) -> str:
    if topic:
        return "topic_not_in_speaker_quotes_titles" if titled else ""
    return "speaker_quotes_unsure_titles" if titled else "speaker_quotes_unsure"


def _mentioned(question: Question, scope: Scope) -> Refusal | None:
    """The articles name the person and quote nobody of that name; None if they do not name them."""
    speaker = question.speaker or ""
    last = _last_word(speaker)
    if not scope.opened.lexical.terms(last) or function_words().issuperset(words_of(speaker)):
        # Such words ("will") are in no index, or are nobody's name wherever they stand ("nobody").
        return _refusal("speaker_not_quoted", question, scope, "speaker_not_found")
    if not scope.holds(last):
        return None
    if not scope.names(speaker) and (is_description(speaker) or _is_somebodys(speaker)):
        # Nobody is called "the hotel owner" in full, nor "Bo Lind's lawyer".
        return _refusal("speaker_not_quoted", question, scope, "speaker_not_found")
    if not scope.names(speaker):
        if not scope.spells(last):
            return None
        part = {"part": _as_written(last, speaker)}
        return _refusal("speaker_not_quoted", question, scope, "speaker_named_in_part", part)
    # Articles may say more about "the mayor" than is known to be about that person.
    is_certain = not is_description(speaker) and not _quotes_namesake(last, scope)
    wording = "" if is_certain else "speaker_not_quoted_surely"
    return _refusal("speaker_not_quoted", question, scope, wording)


def _is_somebodys(speaker: str) -> bool:
    """Whether it is what somebody is to another: "Bo Lind's lawyer"."""
    _, owned, what = speaker.replace("’", "'").partition("'s ")
    return bool(owned) and what.islower()


def _last_word(speaker: str) -> str:
    """The word that a name, or a description, cannot do without."""
    is_described = is_description(speaker)
    words = described_words(speaker) if is_described else name_words_of(speaker)
    return words[-1] if words else ""


def _as_written(word: str, text: str) -> str:
    return next((written for written in text.split() if word in words_of(written)), word)


def _quotes_namesake(last: str, scope: Scope) -> bool:
    return any(last in name_words_of(speaker) for speaker in scope.speakers)


def _unknown(question: Question, scope: Scope) -> Refusal:
    """Nobody of that name is known: name the people with the most similar names."""
    if is_description(question.speaker or ""):
        return _refusal("unknown_speaker", question, scope, "unknown_speaker_described")
    registry = scope.opened.people.registry()
    alike = registry.nearest(question.speaker or "", MOST_CHOICES)
    choices = people_to_choose(question, alike, scope)
    if not choices:
        return _refusal("unknown_speaker", question, scope)
    nearest = ", ".join(choice.name for choice in choices)
    found = _refusal(
        "unknown_speaker", question, scope, "unknown_speaker_nearest", {"nearest": nearest}
    )
    return structs.replace(found, choices=tuple(choices))


def _refusal(
    name: str,
    question: Question,
    scope: Scope,
    wording: str = "",
    values: Mapping[str, str] = MappingProxyType({}),
) -> Refusal:
    named = {"speaker": question.speaker or "", **values}
    return Refusal(name, named, wording=wording, looked_at=looked_at(scope))


def _name(question: Question, person: AskedPerson) -> str:
    """The person by full name, if it is one."""
    return person.people[0].name if len(person.people) == 1 else question.speaker or ""
