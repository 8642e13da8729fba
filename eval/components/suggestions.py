"""Whether every suggested question is answered, and none leads to a deleted article.

`python -m eval.components.suggestions` indexes the demo articles in a temporary folder, asks the
demo questions, and collects suggestions to start with and after each question, in every language
and with each outlet as a filter, until there are 1,000. Each is asked again. Then the article to
which most suggestions led is deleted, and everything is suggested again.
"""

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct, structs

from eval.sets import load as load_questions
from index.store import holdings
from prompts import languages
from service.demo import questions_file
from service.demo.first_start import index_demo
from service.engine import Engine
from service.settings import load as load_settings
from service.wire.asking import AskFilters, AskRequest
from service.wire.suggestions import Suggestion, SuggestRequest

_OUTLETS = 20


class _Shown(Struct, frozen=True):
    """A suggestion and its context."""

    request: SuggestRequest
    suggestion: Suggestion


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=1_000, help="so many suggestions")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(load_settings({}, data=str(Path(folder) / "data")))
        engine.open()
        index_demo(engine)
        shown = list(_shown(engine, options.most))
        answered = sum(_is_answered(engine, one) for one in shown)
        kinds = Counter(one.suggestion.kind for one in shown)
        print(f"{len(shown):,} suggestions ({dict(kinds)}), {answered:,} answered when asked again")
        _delete_one(engine, shown)
        engine.close()


def _shown(engine: Engine, most: int) -> Iterator[_Shown]:
    left = most
    for request in _requests(engine):
        for suggestion in engine.suggester.suggest(request)[:left]:
            left -= 1
            yield _Shown(request, suggestion)
        if not left:
            return


def _requests(engine: Engine) -> Iterator[SuggestRequest]:
    """Requests for suggestions, in an order that mixes all kinds."""
    outlets = [None, *holdings.outlets(engine.library, engine.collection(None), _OUTLETS)]
    limits = [AskFilters(source=outlet) for outlet in outlets]
    begin = [SuggestRequest(language=tag, filters=f) for tag in languages() for f in limits]
    after = [_after(engine, case.question) for case in load_questions(questions_file()).cases]
    others = [structs.replace(one, language=tag) for one in after for tag in ("de", "es", "fr")]
    random.Random(4).shuffle(others)  # noqa: S311 (the same order every time)
    return iter([*begin, *after, *others])


def _after(engine: Engine, question: str) -> SuggestRequest:
    """What the page asks for after an answer or a refusal."""
    answer = engine.answerer.answer(AskRequest(question=question))
    ids = [citation.article_id for citation in answer.citations]
    ids += [nearest.article_id for nearest in answer.nearest]
    return SuggestRequest(question=answer.searched, articles=list(dict.fromkeys(ids)))


def _is_answered(engine: Engine, one: _Shown) -> bool:
    request = AskRequest(
        question=one.suggestion.question,
        filters=one.request.filters,
        language=one.request.language,
    )
    answer = engine.answerer.answer(request)
    found = {citation.article_id for citation in answer.citations}
    return answer.status == "answered" and one.suggestion.article_id in found


def _delete_one(engine: Engine, shown: Sequence[_Shown]) -> None:
    """Delete the article most of them led to; count how many still do."""
    ((article, count),) = Counter(one.suggestion.article_id for one in shown).most_common(1)
    requests = list({id(one.request): one.request for one in shown}.values())
    engine.library.remove(engine.collection(None), article)
    engine.catalogue.follow(engine.collection(None))
    again = [found for request in requests for found in engine.suggester.suggest(request)]
    left = sum(found.article_id == article for found in again)
    print(f"{article} deleted: {count} suggestions led to it, now {left} of {len(again):,}")


if __name__ == "__main__":
    main()
