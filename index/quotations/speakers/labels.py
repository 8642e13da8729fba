"""Transcripts' labels: whose words follow "TAPPER:", "THE PRESIDENT:", and "A:" of an interview."""

from collections.abc import Mapping, Sequence

from index.quotations.sentences.transcripts import is_answer, is_question
from index.quotations.speakers.cast import Cast
from index.quotations.speakers.characters import Character
from index.quotations.speakers.epithets import characters_in_role
from index.quotations.vocabulary.lists import word_list
from index.quotations.vocabulary.name_parts import NameParts, take_apart
from index.quotations.vocabulary.titles_and_given_names import is_office, title_as_surname
from index.records import Span


class LabelResolver:
    """Resolves the labels of one article, in order: a full name tells what a later label means."""

    def __init__(
        self,
        text: str,
        cast: Cast,
        spelled: Mapping[NameParts, str],
        byline: str,
        headline: str,
    ) -> None:
        """Take how the prose spells names that nobody bears in full."""
        self._text = text
        self._cast = cast
        self._spelled = spelled
        self._byline = byline
        self._headline = headline
        self._labelled: dict[str, str] = {}
        """The first full name that labels give, by its surname."""
        self._answers: dict[int, Character | None] = {}
        """The person for the label "A", by the start of the interview."""

    def resolve(self, label: Span, before: int) -> str | None:
        """Return the person for a label.

        The label "A" is the person introduced by the article `before` the interview.
        """
        words = [word.strip(".") for word in self._text[label.start : label.end].lower().split()]
        if is_question(words[0]):
            return None
        if is_answer(words[0]):
            return self._answering(before)
        return self._in_office(words, label) if words[0] == "the" else self._named(words, label)

    def _in_office(self, words: Sequence[str], label: Span) -> str | None:
        """Resolve "THE PRESIDENT"; "THE WITNESS" speaks without a name, "THE FACTS" are nobody."""
        people = characters_in_role(self._cast, words)
        if len(people) == 1:
            return people[0].name
        is_unnamed = not people and is_office(words[-1])
        return self._text[label.start : label.end] if is_unnamed else None

    def _named(self, words: Sequence[str], label: Span) -> str | None:
        surname, titles = title_as_surname(words), word_list("titles")
        name = [word for at, word in enumerate(words) if at == surname or word not in titles]
        if not name or name[-1] in word_list("unnamed"):
            return None
        people = self._cast.named(name, words)
        if len(people) == 1:
            return people[0].name
        return None if people else self._as_labelled(name, label)

    def _as_labelled(self, name: Sequence[str], label: Span) -> str:
        """Return a name that only labels give, without titles, and in full if one gave it so."""
        written = self._text[label.start : label.end].split()
        parts = take_apart(name)
        spelled = self._spelled.get(parts) or " ".join(written[-len(name) :])
        if parts.given:
            self._labelled.setdefault(parts.last, spelled)
        return self._labelled.get(parts.last, spelled)

    def _answering(self, before: int) -> str | None:
        if before not in self._answers:
            self._answers[before] = self._cast.interviewed_before(
                before, self._byline, self._headline
            )
        person = self._answers[before]
        return person.name if person else None
