"""The scripted conversations: every answer stands in its article, and every class is there."""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from eval.conversations import Conversation, Expect, ScriptedTurn
from eval.conversations import Understood as Kind
from eval.sets import load
from index.records import Document
from service.demo import articles_folder, conversations_file

_DATA = Path(__file__).resolve().parents[4] / "shared" / "data"

Articles = dict[str, Document]


_SILENT = {Expect.NO_ANSWER, Expect.CHATTER}
_SEVERAL = {Expect.CHOICES, Expect.TIMELINE, Expect.SPEAKERS, Expect.COMPARISON}
_CONVERSATIONS = msgspec.json.Decoder(Conversation).decode_lines(conversations_file().read_bytes())


def _turns(collection: str) -> Iterator[tuple[str, ScriptedTurn]]:
    for conversation in _CONVERSATIONS:
        if conversation.collection == collection:
            yield from ((conversation.id, turn) for turn in conversation.turns)


def _shown(document: Document, turn: ScriptedTurn) -> str:
    """Everything of an article in which an expected answer may stand."""
    if turn.expect not in {Expect.META, Expect.TIMELINE} and Kind.DEIXIS not in turn.kind:
        return document.text
    around = (document.title, document.outlet, (document.published or "")[:10])
    return "\n".join([*filter(None, around), document.text])


def _faults(collection: str, articles: Articles) -> Iterator[tuple[str, str, str]]:
    for name, turn in _turns(collection):
        texts = [_shown(articles[each], turn) for each in turn.articles]
        for answer in turn.answers:
            if not any(answer in text for text in texts):
                yield name, turn.question, answer
        for text in texts:
            if not any(answer in text for answer in turn.answers):
                yield name, turn.question, f"an article without any of {turn.answers}"
        if turn.speaker and not any(turn.speaker in text for text in texts):
            yield name, turn.question, turn.speaker


@pytest.fixture(scope="module")
def demo() -> Articles:
    """The demo's articles as the product reads them."""
    return {item.id or "": item for item in load(articles_folder().parent).documents or ()}


@pytest.fixture(scope="module")
def realtimeqa() -> Articles:
    """The articles of the RealTime QA set as the product reads them."""
    if not _DATA.is_dir():
        pytest.skip("../shared/data is not here")
    return {item.id or "": item for item in load(_DATA / "realtimeqa").documents or ()}


def test_half_of_the_conversations_are_over_each_collection() -> None:
    counts = Counter(conversation.collection for conversation in _CONVERSATIONS)

    assert counts == {"demo": 54, "realtimeqa": 54}


def test_conversations_have_different_ids() -> None:
    names = {conversation.id for conversation in _CONVERSATIONS}

    assert len(names) == len(_CONVERSATIONS)


def test_which_half_is_held_out_follows_from_the_id_alone() -> None:
    halves = {each.id: each.half for each in _CONVERSATIONS}

    odd = {name: sha256(name.encode()).digest()[-1] % 2 for name in halves}

    assert halves == {name: ("dev", "held_out")[rest] for name, rest in odd.items()}


@pytest.mark.parametrize("half", ["dev", "held_out"])
@pytest.mark.parametrize("collection", ["demo", "realtimeqa"])
def test_every_class_is_in_both_halves_of_each_collection(collection: str, half: str) -> None:
    absent = {Kind.PLAIN} if collection == "demo" else {Kind.PLAIN, Kind.LANGUAGE}

    found = {
        kind
        for each in _CONVERSATIONS
        if (each.collection, each.half) == (collection, half)
        for kind in each.kind
    }

    assert found == set(Kind) - absent


def test_a_conversation_has_the_classes_of_its_turns() -> None:
    astray = [
        each.id
        for each in _CONVERSATIONS
        if each.kind != sorted({kind for turn in each.turns for kind in turn.kind} - {Kind.PLAIN})
    ]

    assert astray == []


def test_there_are_answers_exactly_where_something_has_to_be_shown() -> None:
    for name, turn in [*_turns("demo"), *_turns("realtimeqa")]:
        least = 0 if turn.expect in _SILENT else 2 if turn.expect in _SEVERAL else 1

        assert len(turn.answers) >= least, (name, turn.question)
        assert bool(turn.answers) == bool(turn.article) == bool(least), (name, turn.question)


def test_every_answer_stands_in_a_demo_article(demo: Articles) -> None:
    assert list(_faults("demo", demo)) == []


def test_every_demo_article_is_talked_about(demo: Articles) -> None:
    named = {article for _, turn in _turns("demo") for article in turn.articles}

    assert named == set(demo)


@pytest.mark.data
@pytest.mark.gate
def test_every_answer_stands_in_an_article_of_realtimeqa(realtimeqa: Articles) -> None:
    assert list(_faults("realtimeqa", realtimeqa)) == []


@pytest.mark.data
@pytest.mark.gate
def test_no_article_of_realtimeqa_is_from_after_the_conversation(realtimeqa: Articles) -> None:
    early = [
        (each.id, article)
        for each in _CONVERSATIONS
        if each.collection == "realtimeqa"
        for turn in each.turns
        for article in turn.articles
        if (realtimeqa[article].published or "")[:10] > str(each.day)
    ]

    assert early == []


def test_only_a_few_words_of_other_peoples_articles_are_written_down() -> None:
    longest = max(
        len(answer.split()) for _, turn in _turns("realtimeqa") for answer in turn.answers
    )

    assert longest <= 8
