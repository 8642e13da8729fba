"""Whether the speaker named in a draft is the one quoted in an article."""

from index.people.names import agrees, name_words, name_words_of
from index.people.registry import Registry
from service.wire.drafts import SpeakerMatch


def compare(registry: Registry, claimed: str | None, speaker: str | None) -> SpeakerMatch:
    """Compare a name in a draft with the name that an article gives the speaker.

    "Carney" is Mark Carney if nobody else in the collection has that name, otherwise it may be him.
    "Scott" is not Scott Pruitt if anyone's surname is Scott. If the article has only the surname,
    the claimed person may be meant: unchecked.
    """
    if claimed is None or speaker is None:
        return "unchecked"
    person = registry.speaking(speaker)
    if person is not None and person in registry.named(claimed).people:
        return "same"
    ours, theirs = name_words_of(claimed), name_words_of(speaker)
    if ours == theirs[:1] != theirs and registry.is_last_of_a_name(ours[0]):
        return "other"
    if not ours or ours == theirs or agrees(ours, theirs):
        return "same" if ours else "unchecked"
    return "unchecked" if agrees(theirs, ours) else "other"


def named_by(registry: Registry, speaker: str | None, source: str | None) -> str | None:
    """The speaker, as far as the article names one.

    A surname shared by two people in the article ("Cruz") leaves the speaker open, but excludes
    people with other names.
    """
    if speaker is not None or source is None:
        return speaker
    words = name_words(source)
    is_name = source[-1:].isalpha() and source.split()[-1][:1].isupper()
    return source if is_name and words and registry.is_last_of_a_name(words[-1]) else None


def names_of(registry: Registry, claimed: str | None) -> tuple[str, ...]:
    """All names by which articles may quote the person named in the draft."""
    people = registry.named(claimed).people if claimed else ()
    return tuple(sorted({name for person in people for name in person.names}))


def shown(registry: Registry, speaker: str | None) -> str | None:
    """The speaker's name in the collection."""
    person = registry.speaking(speaker) if speaker else None
    return person.name if person else speaker
