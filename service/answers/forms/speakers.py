"""Who is quoted on a topic: each person once, with what they say most clearly about it."""

from collections import Counter

from service.answers.forms.quotations import Spoken, spoken_on
from service.answers.forms.topic import Topic
from service.answers.outcome import Outcome
from service.answers.refusing.unwanted import is_wanted
from service.answers.statements.merging import Statement
from service.questions.inquiry import Inquiry

_ARTICLES = 30


def speakers(inquiry: Inquiry, topic: Topic) -> Outcome | None:
    """The people quoted, most quoted first; None if nobody with a name is quoted on the topic."""
    registry = inquiry.opened.people.registry()
    every = spoken_on(topic, topic.closest[:_ARTICLES], registry)
    spoken = [one for one in every if is_wanted(one.candidate, inquiry.narrowing)]
    counted = Counter(one.name for one in spoken)
    best = _best_of_each(spoken)
    ranked = sorted(best, key=lambda one: (-counted[one.name], -one.weight, one.name))
    shown = ranked[: inquiry.max_answers]
    if not shown:
        return None
    return Outcome(
        question=inquiry.question,
        statements=[Statement([one.candidate], speaker=one.name) for one in shown],
        more=len(ranked) - len(shown),
    )


def _best_of_each(spoken: list[Spoken]) -> list[Spoken]:
    best: dict[str, Spoken] = {}
    for one in spoken:
        best.setdefault(one.name, one)
    return list(best.values())
