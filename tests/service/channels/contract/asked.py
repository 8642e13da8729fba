"""What is asked of every channel: all forms, all reasons to refuse, alone and in conversations.

Most of it is the demo's: its questions, and the conversations of the half that may be read. What
the demo cannot be made to refuse is asked of a few articles of a town.
"""

import json
from pathlib import Path
from typing import Any

from msgspec import Struct

from service.demo import questions_file

TOWN = "town"
EMPTY = "empty"
ARTICLES: tuple[dict[str, Any], ...] = (
    {
        "id": "lighthouse",
        "title": "The lighthouse is painted",
        "text": "The lighthouse of Redmill is white again. The lighthouse had been grey for years.",
    },
    {
        "id": "race",
        "title": "Lindqvist wins",
        "published": "2024-07-01",
        "source": "Ledger",
        "authors": ["Cy Dahl"],
        "text": "“The race was hard,” said Maja Lindqvist, who won the lake race on Monday.",
    },
    {
        "id": "a/b 🌉",
        "title": "The bell returns",
        "published": "2024-07-02",
        "source": "BBC",
        "authors": ["Ann Berg"],
        "text": "🌉 “The bell returns to the lake,” said Ingrid Lindqvist on Tuesday.",
    },
)
"""Of the town: two people of one name, no date, nobody quoted, an id that has to be encoded."""


class Dialogue(Struct, frozen=True, kw_only=True):
    """Questions asked one after the other."""

    questions: tuple[str, ...]
    fields: dict[str, Any] = {}
    """What `/v1/ask` gets with each of them."""


_FORMS = (
    "Tell me about the bridge",
    "Summarize the kelp plan",
    "What's new?",
    "Who is quoted on the bridge?",
    "Who is quoted on the wheat harvest?",
    "Timeline of the bridge",
    "Timeline of the Dunmore dam",
    "Compare what Elena Ruiz and Dale Okafor said about the ferry",
    "Compare what Elena Ruiz and Mark Carney said about the bridge",
)
_REFUSED = (
    "hello",
    "thanks!",
    "bye",
    "What can you do?",
    "asdf qwer",
    "?!",
    "What did Okafor say?",
    "What did Albert Einstein say about the bridge?",
    "What did Elena Ruiz say about quantum computing?",
    "Timeline of the water war",
    "Who is quoted on the dog show?",
    "Which bridge did Napoleon build in Paris?",
    "Timeline of quantum computing",
    "¿Qué dijo Albert Einstein?",
    "Warum hat die Regierung so viel bezahlt?",
)
_REFUSED_AS_WELL = (
    "Zxqwv blorptang?",
    "How did Elena Ruiz like Reykjavik?",
    "Who won the chess championship in Reykjavik?",
    "Tell me about quantum chromodynamics",
    "Where does that come from?",
    "What did Riverton say?",
)
_BRIDGE = "What did Elena Ruiz say about the bridge?"
_SURE = {"min_confidence": 1.0, "maybe_confidence": 1.0}
_LIMITED: tuple[tuple[str, dict[str, Any]], ...] = (
    (_BRIDGE, {"filters": {"source": "CNN"}}),
    (_BRIDGE, {"filters": {"author": "Eve Mallory"}}),
    (_BRIDGE, {"filters": {"article_ids": ["none"]}}),
    (_BRIDGE, {"filters": {"source": "The Harbor Ledger"}}),
    (_BRIDGE, {"filters": {"published_to": "1990-01-01"}}),
    (_BRIDGE, {"filters": {"published_from": "2025-01-01", "published_to": "2025-12-31"}}),
    (_BRIDGE, {"as_of": "2024-12-31"}),
    (_BRIDGE, {"max_answers": 1}),
    (_BRIDGE, {"language": "de"}),
    ("How much did the bridge cost?", _SURE),
    ("How much did the bridge cost?", {"filters": {"meta": {"section": "none"}}}),
    ("about the bridge", {"filters": {"speaker": "Elena Ruiz"}}),
    ("The race?", {"collection": TOWN, "filters": {"source": "Ledger", "author": "Ann Berg"}}),
    ("What did Lindqvist say?", {"collection": TOWN}),
    ("What did Ingrid Lindqvist say about the bell?", {"collection": TOWN}),
    ("Who is quoted on the lighthouse?", {"collection": TOWN}),
    ("Timeline of the lighthouse", {"collection": TOWN}),
    ("What colour is the lighthouse?", {"collection": EMPTY}),
)
_TALKS: tuple[tuple[str, ...], ...] = (
    (_BRIDGE, "Where does that come from?", "Are you sure?"),
    (_BRIDGE, "Anything else?", "What else did she say?", "Anything else?"),
    (_BRIDGE, "And Mark Carney?", "thanks"),
    ("Compare what Elena Ruiz and Dale Okafor said about the ferry", "What did he say first?"),
    (
        "Compare what Elena Ruiz and Claudia Sheinbaum said about the ferry",
        "what did she say first?",
        "the mayor",
    ),
    ("What did Lindqvist say?", "the judge", "who said that?"),
    ("Who is quoted on the bridge?", "What did the third one say?", "only 2024"),
    ("Tell me about the bridge", "Timeline of that", "and the ferry?"),
    ("What did Ruiz say about kelp?", "the mayor", "And the other one?"),
)
_EVERY = 3
"""Of the demo's questions, so many are asked."""
_READ = ("dev", "demo")
"""Of the demo's conversations: those that may be read while building."""
_CONVERSATIONS = Path(questions_file()).with_name("conversations.jsonl")


def everything() -> list[Dialogue]:
    """At least 300 questions."""
    alone = (*_REFUSED_AS_WELL, *_demo_questions()[::_EVERY])
    return [*_special(), *(Dialogue(questions=(one,)) for one in alone), *_demo_conversations()]


def sample() -> list[Dialogue]:
    """About 60 of them: every form, every reason, and few of the demo's."""
    alone = [Dialogue(questions=(one,)) for one in _demo_questions()[:: 60 * _EVERY]]
    return [*_special(), *alone]


def few() -> list[Dialogue]:
    """Some of these, of every sort."""
    return sample()[::12]


def _special() -> list[Dialogue]:
    alone = [Dialogue(questions=(one,)) for one in (*_FORMS, *_REFUSED)]
    limited = [Dialogue(questions=(one,), fields=fields) for one, fields in _LIMITED]
    return [*alone, *limited, *(Dialogue(questions=one) for one in _TALKS)]


def _demo_questions() -> list[str]:
    lines = questions_file().read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines]


def _demo_conversations() -> list[Dialogue]:
    lines = _CONVERSATIONS.read_text(encoding="utf-8").splitlines()
    read = [one for one in map(json.loads, lines) if (one["half"], one["collection"]) == _READ]
    return [Dialogue(questions=tuple(turn["question"] for turn in one["turns"])) for one in read]
