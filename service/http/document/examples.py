"""Examples of request bodies for the document."""

from typing import Any

from service.channels.nlweb.asking import NlwebRequest
from service.channels.openai.requests import ChatRequest, ResponsesRequest
from service.wire.articles import ArticleIn, FetchRequest, RestoreRequest
from service.wire.asking import AskRequest, BatchRequest
from service.wire.conversations import NewConversation
from service.wire.drafts import CheckRequest
from service.wire.feedback import FeedbackRequest
from service.wire.passages import ContextRequest, SearchRequest
from service.wire.suggestions import SuggestRequest
from service.wire.tokens import TokenRequest

_QUESTION = "When did the new bridge open?"

EXAMPLES: dict[Any, list[Any]] = {
    AskRequest: [
        {"question": _QUESTION},
        {
            "question": "What did Elena Ruiz say about the bridge?",
            "filters": {"source": "Harbor Ledger", "published_from": "2025-03-01"},
            "max_answers": 3,
        },
        {
            "question": "And what did she say about the ferry?",
            "history": [{"question": "What did Elena Ruiz say about the bridge?"}],
        },
    ],
    BatchRequest: [{"questions": [{"question": _QUESTION}, {"question": "What did it cost?"}]}],
    SearchRequest: [
        {"question": "new bridge", "filters": {"meta": {"section": "city"}}, "limit": 5}
    ],
    SuggestRequest: [
        {},
        {"question": "What did Elena Ruiz say about the bridge?", "articles": ["bridge"]},
    ],
    TokenRequest: [{}, {"origin": "https://news.example", "collections": ["news"], "minutes": 5}],
    FeedbackRequest: [
        {"answer_id": "ans_0", "verdict": "up"},
        {
            "answer_id": "ans_0",
            "verdict": "down",
            "reasons": ["wrong_speaker"],
            "note": "The mayor said so, not the engineer.",
            "to_desk": True,
        },
    ],
    CheckRequest: [{"text": "“The ferry will run at night,” said Mark Carney."}],
    NlwebRequest: [{"query": _QUESTION, "streaming": False, "mode": "summarize"}],
    ContextRequest: [{"question": _QUESTION, "max_tokens": 1_000}],
    ArticleIn: [
        {
            "id": "bridge",
            "title": "New bridge opens in Redmill",
            "text": "The new bridge opened on Monday after four years of work.",
            "url": "https://ledger.example/bridge",
            "source": "Harbor Ledger",
            "published": "2025-03-04",
            "authors": ["Ana Ruiz"],
            "meta": {"section": "city", "priority": 3},
        }
    ],
    ChatRequest: [{"model": "dateline", "messages": [{"role": "user", "content": _QUESTION}]}],
    ResponsesRequest: [{"model": "dateline", "input": _QUESTION, "stream": True}],
    NewConversation: [{}, {"collection": "default"}],
    RestoreRequest: [{"id": "bridge", "version": "8759e7d4"}],
    FetchRequest: [{"url": "https://ledger.example/feed.xml"}],
}
"""By the type of the body."""
