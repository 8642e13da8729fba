"""What correcting misspelt words gains, and what it spoils.

`python -m eval.runs.misspellings --questions FILE... --data FOLDER` asks each question three
times: as it is, and with one typing mistake in up to two of its content words, as typed and as
corrected. The mistakes are made at random, the same every time: a letter replaced by a neighbour on
the keyboard, two swapped, one left out, one put in, one doubled. It counts:

- false corrections: right-spelt questions in which a word is changed;
- first answers that are right: clean, with mistakes and `spelling` false, with mistakes corrected;
- the mistakes whose word comes back as it was, and the milliseconds of looking for any.
"""

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from msgspec import structs

from eval.metrics.maybes import as_answered, as_refused, is_maybe
from eval.questions import Case
from eval.runs.correctness import is_known, is_right, quoted_spans
from eval.sets import load as load_questions
from service.engine import Engine
from service.questions.inquiry import Inquiry
from service.questions.language.function_words import function_words
from service.questions.requests.parsing import to_query, to_question
from service.questions.spelling.correcting import correct
from service.settings import load as load_settings
from service.wire.answer import Answer
from service.wire.asking import AskRequest

_CONTENT = re.compile(r"\b[A-Za-z]{4,}\b")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_MOST_MISTAKES = 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--data", type=Path, required=True, help="data folder with the articles")
    parser.add_argument("--only-clean", action="store_true", help="count false corrections alone")
    parser.add_argument("--most", type=int, default=10**6, help="so many questions of each set")
    options = parser.parse_args(arguments)
    engine = Engine(load_settings({}, data=str(options.data)))
    for file in options.questions:
        cases = list(load_questions(file).cases)[: options.most]
        print(f"{file}: {len(cases):,} questions")
        _count_false_corrections(engine, cases)
        if not options.only_clean:
            _count_right_answers(engine, [case for case in cases if is_known(case)])
    engine.close()


def _count_false_corrections(engine: Engine, cases: Sequence[Case]) -> None:
    """Of right-spelt questions: what is tried, and what comes of it."""
    proposed, milliseconds = [], []
    for case in cases:
        started = time.perf_counter()
        found = _corrected(engine, case.question)
        milliseconds.append((time.perf_counter() - started) * 1000)
        if found is not None:
            proposed.append(structs.replace(case, rewrite=found))
    shown = [case for case in proposed if engine.answerer.answer(_asking(case)).corrected]
    for case in proposed:
        print(f"  {'shown' if case in shown else 'tried'}: {case.question} -> {case.rewrite}")
    print(f"  false corrections: {len(shown)} shown, {len(proposed)} tried")
    p50, p95 = np.percentile(milliseconds, [50, 95])
    print(f"  looking for misspelt words: p50 {p50:.2f} ms, p95 {p95:.2f} ms")


def _corrected(engine: Engine, text: str) -> str | None:
    request = AskRequest(question=text)
    query = to_query(request, engine.settings.collection)
    opened = engine.catalogue.get(query.collection)
    inquiry = Inquiry(
        question=to_question(request, query),
        query=query,
        opened=opened,
        vector=np.empty((0, opened.embedder.dim), np.float32),
        min_confidence=0.0,
        max_answers=1,
    )
    found = correct(query.question, inquiry)
    return found.question if found else None


def _count_right_answers(engine: Engine, cases: Sequence[Case]) -> None:
    chance = random.Random(21)  # noqa: S311 (the same mistakes every time)
    counts: Counter[str] = Counter()
    for case in cases:
        typed = with_mistakes(case.question, chance)
        clean = engine.answerer.answer(_asking(case))
        misspelt = structs.replace(case, question=typed)
        as_typed = engine.answerer.answer(structs.replace(_asking(misspelt), spelling=False))
        answer = engine.answerer.answer(_asking(misspelt))
        searched = answer.corrected.question if answer.corrected else typed
        pairs = list(_changed_words(case.question, typed))
        counts["mistakes"] += len(pairs)
        right = set(_words(searched))
        counts["mistakes corrected"] += sum(word in right for word, _ in pairs)
        for name, reply in (("clean", clean), ("as typed", as_typed), ("corrected", answer)):
            counts[f"{name}: right"] += _is_right(reply, case)
            counts[f"{name}: wrong"] += reply.status == "answered" and not _is_right(reply, case)
            counts[f"{name}: maybe"] += is_maybe(reply)
            counts[f"{name}: right maybe"] += is_maybe(reply) and _is_right(
                as_answered(reply), case
            )
        if _is_right(clean, case) and not _is_right(answer, case):
            print(f"  lost: {typed} -> {searched}")
    print(f"  {dict(sorted(counts.items()))} of {len(cases)}")


def _asking(case: Case) -> AskRequest:
    return AskRequest(
        question=case.question, as_of=case.as_of, asked_at=case.asked_at, filters=case.filters
    )


def _is_right(answer: Answer, case: Case) -> bool:
    """Whether the first answer is right; a refusal is, if there is nothing to find."""
    spans = quoted_spans(as_refused(answer))
    if case.answerable is False:
        return not spans
    return bool(spans) and is_right(spans[0], case)


def with_mistakes(question: str, chance: random.Random) -> str:
    """The question with a mistake in one or two of its content words."""
    places = [p for p in _CONTENT.finditer(question) if p[0].lower() not in function_words()]
    chosen = chance.sample(places, min(len(places), chance.randint(1, _MOST_MISTAKES)))
    for place in sorted(chosen, key=lambda place: -place.start()):
        word = chance.choice(_MISTAKES)(place[0], chance)
        question = question[: place.start()] + word + question[place.end() :]
    return question


def _replaced(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + _neighbour(word[at], chance) + word[at + 1 :]


def _swapped(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _left_out(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _put_in(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + _neighbour(word[at], chance) + word[at:]


def _doubled(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at] * 2 + word[at + 1 :]


_MISTAKES: tuple[Callable[[str, random.Random], str], ...] = (
    _replaced,
    _swapped,
    _left_out,
    _put_in,
    _doubled,
)


def _neighbour(letter: str, chance: random.Random) -> str:
    """A letter beside it on the keyboard."""
    row = next((row for row in _ROWS if letter.lower() in row), _ROWS[0])
    at = row.find(letter.lower())
    return chance.choice([row[n] for n in (at - 1, at + 1) if 0 <= n < len(row)])


def _changed_words(clean: str, typed: str) -> Iterator[tuple[str, str]]:
    """The words with mistakes, before and after."""
    for one, other in zip(_words(clean), _words(typed), strict=False):
        if one != other:
            yield one, other


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


if __name__ == "__main__":
    main()
