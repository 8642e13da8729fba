"""The state of a conversation for the next message: its topic and possible antecedents."""

from functools import cached_property

from msgspec import structs

from index.quotations.vocabulary.word_classes import PREPOSITION
from service.questions.followups.grammar.words import classes_of, fold, is_content, words_of
from service.questions.followups.names.referents import Referent, Sort
from service.questions.followups.talk.memory import Memory
from service.questions.followups.talk.salience import ASKED, mentioned_in
from service.questions.followups.talk.topics import is_firm, topic_of

_TOPIC = 4.6
"""The weight of the topic among what "it" may stand for."""


class Conversation(Memory):
    """The turns so far, with what they spoke of by salience."""

    @cached_property
    def referents(self) -> list[Referent]:
        """What a pronoun may stand for, the likeliest first, each once."""
        best: dict[str, Referent] = {}
        for age, turn in enumerate(reversed(self.turns)):
            for found in mentioned_in(turn, age, self):
                _keep(best, found)
        if self._lasting_topic:
            _keep(best, self._lasting_topic)
        return sorted(best.values(), key=lambda found: -found.weight)

    @cached_property
    def topic(self) -> Referent | None:
        """What the turns are about: a thing, place or organisation; else the person asked about."""
        firm = next((topic for topic in self._topics if is_firm(topic)), None)
        people = (
            r
            for r in self.referents
            if r.sort is Sort.PERSON and r.weight > ASKED and r.turn == self.last.number
        )
        return firm or next(people, None) or next(iter(self._topics), None)

    @property
    def matter(self) -> Referent | None:
        """What the turns are about, if it is no person."""
        firm = next((topic for topic in self._topics if is_firm(topic)), None)
        return firm or next(iter(self._topics), None)

    @property
    def is_elliptic(self) -> bool:
        """Whether the last question is hardly more than its topic in brackets: "What for (X)"."""
        rest = self.last_clause.rest if self.last_clause else ""
        little = all(classes_of(word.low) & PREPOSITION for word in words_of(rest))
        return bool(self.brackets) and little

    def matter_called(self, message: str) -> Referent | None:
        """The latest topic with a word of the message: "the wind hearing", of the wind farm."""
        said = {word.low for word in words_of(message) if is_content(word)}
        return next((topic for topic in self._topics if topic.described & said), None)

    @property
    def topic_and_names(self) -> str:
        """The topic with the other names of its question: "the whales, Lewis"."""
        return self.with_names(self.topic) if self.topic else ""

    def with_names(self, topic: Referent) -> str:
        """A topic with the other names of its question."""
        if topic.is_named or topic.is_given:
            return topic.in_sentence
        turn = next((turn for turn in self.turns if turn.number == topic.turn), self.last)
        names = [
            s.named.name
            for s in self.spotted(turn.searched)
            if s.named and s.named.sort is not Sort.PERSON and fold(s.text) not in fold(topic.name)
        ]
        return ", ".join(dict.fromkeys([topic.in_sentence, *names]))

    @cached_property
    def _topics(self) -> list[Referent]:
        """What each turn was about, the latest first."""
        return [topic for turn in reversed(self.turns) if (topic := topic_of(turn, self))]

    @cached_property
    def _lasting_topic(self) -> Referent | None:
        """The topic as something that "it" may stand for."""
        firm = [topic for topic in self._topics if is_firm(topic)]
        best = next((topic for topic in firm if not topic.is_plural), next(iter(firm), None))
        return structs.replace(best, weight=_TOPIC) if best else None


def _keep(best: dict[str, Referent], found: Referent) -> None:
    held = best.get(found.name)
    if held is None or held.weight < found.weight:
        best[found.name] = found
