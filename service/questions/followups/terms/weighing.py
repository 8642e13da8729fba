"""How likely each earlier word is needed, from network scores and word position.

The network sees words in their sentences; it does not see that a name was in every question, or
that the message has only one pronoun left to fill. A logistic regression weighs both.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log

from index.networks.logistic import LogisticModel, logit
from service.questions.followups.terms.context import Earlier, Part
from service.questions.followups.terms.scores import AskedWord, ScoredWord, Scores
from service.questions.followups.terms.words import is_content

_PRONOUNS = {
    "person": frozenset("he him his himself she her hers herself".split()),
    "thing": frozenset("it its itself".split()),
    "several": frozenset("they them their theirs themselves".split()),
    "pointing": frozenset("this that these those there".split()),
}
_OTHERS = frozenset("other others else another more anything".split())
_CROSSED = ("network", "age", "in first", "in last question", "capital", "rank")
_CONDITIONS = ("quotes", "no pronoun", "person")
_FAR = 4


def weighed(scores: Scores, model: LogisticModel) -> Scores:
    """The same with the probabilities that the model gives to words with a meaning."""
    chances = {name: model.probability(found) for name, found in features_of(scores).items()}
    words = [
        word._replace(probability=chances.get(word.word.lower(), word.probability))
        for word in scores.earlier
    ]
    return scores._replace(earlier=words)


def features_of(scores: Scores) -> dict[str, dict[str, float]]:
    """The features of each word with a meaning that the message lacks, by its lower case."""
    said = {word.word.lower() for word in scores.message}
    places: dict[str, list[int]] = defaultdict(list)
    for number, word in enumerate(scores.earlier):
        name = word.word.lower()
        if is_content(name) and name not in said:
            places[name].append(number)
    best = {name: max(scores.earlier[n].probability for n in at) for name, at in places.items()}
    order = sorted(best.values(), reverse=True)
    beside = _beside(scores.earlier)
    around = _of_message(scores.message) | _of_turns(scores.texts)
    found = {}
    for name, at in places.items():
        own = _of_word(scores, at, beside)
        own["rank"] = float(min(_FAR, order.index(best[name])))
        own["below first"] = logit(order[0]) - own["network"]
        crossed = {
            f"{one}, {other}": own[one] * around[other] for one in _CROSSED for other in _CONDITIONS
        }
        found[name] = around | own | crossed
    return found


def _of_turns(texts: Sequence[Earlier]) -> dict[str, float]:
    parts = {text.part for text in texts}
    return {
        "quotes": float(Part.QUOTE in parts),
        "headlines": float(Part.HEADLINE in parts),
        "turns": float(min(_FAR, max((text.turn for text in texts), default=0))),
    }


def _of_word(scores: Scores, at: Sequence[int], beside: Mapping[int, float]) -> dict[str, float]:
    last = max(text.turn for text in scores.texts)
    words = [scores.earlier[n] for n in at]
    texts = [scores.texts[word.place] for word in words]
    ages = [min(_FAR, last - text.turn) for text in texts]
    parts = {(text.part, age) for text, age in zip(texts, ages, strict=True)}
    return {
        "network": logit(max(word.probability for word in words)),
        "network, mean": sum(logit(word.probability) for word in words) / len(words),
        "beside": max(beside.get(n, logit(0)) for n in at),
        "age": float(min(ages)),
        "oldest": float(max(ages)),
        "times": log(len(words)),
        "texts": log(len({word.place for word in words})),
        "in headline": float(any(text.part is Part.HEADLINE for text in texts)),
        "in first": float(any(text.turn <= 1 for text in texts)),
        "in last question": float((Part.QUESTION, 0) in parts),
        "in last quote": float((Part.QUOTE, 0) in parts),
        "in question": float(any(part is Part.QUESTION for part, _ in parts)),
        "capital": float(any(word.word[0].isupper() for word in words)),
        "number": float(words[0].word.isdigit()),
    }


def _beside(words: Sequence[ScoredWord]) -> dict[int, float]:
    """Of each word, the best logit of the words next to it."""
    found: dict[int, float] = {}
    for number, (one, other) in enumerate(pairwise(words)):
        if one.place == other.place:
            for at, neighbour in ((number, other), (number + 1, one)):
                if is_content(neighbour.word.lower()):
                    log_odds = logit(neighbour.probability)
                    found[at] = max(found.get(at, log_odds), log_odds)
    return found


def _of_message(words: Sequence[AskedWord]) -> dict[str, float]:
    names = [word.word.lower() for word in words]
    content = sum(map(is_content, names))
    kinds = {kind: float(not group.isdisjoint(names)) for kind, group in _PRONOUNS.items()}
    return {
        **kinds,
        "no pronoun": float(not any(kinds.values())),
        "others": float(not _OTHERS.isdisjoint(names)),
        "few words": float(content <= 1),
        "many words": float(content >= 4),
        "named": float(any(word.word[0].isupper() for word in words[1:])),
        "goes": max((word.goes for word in words), default=0.0),
    }
