"""Candidates from articles that the conversation is about."""

from index.records import Article, Span
from service.answers.statements.discussed import favour, on_topic
from service.candidates import Candidate


def _candidate(article: str, confidence: float) -> Candidate:
    text = "It closes on Friday."
    return Candidate(
        article=Article(
            id=article, collection="default", version=article, text=text, format="txt", origin="a"
        ),
        version_pk=hash(article),
        quote=Span(0, len(text)),
        confidence=confidence,
    )


def test_what_a_discussed_article_says_is_likelier_and_may_come_first() -> None:
    candidates = [_candidate("elsewhere", 0.10), _candidate("discussed", 0.06)]

    favoured = favour(candidates, {"discussed"})

    assert [(c.article.id, round(c.confidence, 3)) for c in favoured] == [
        ("discussed", 0.117),
        ("elsewhere", 0.1),
    ]


def test_confidence_never_falls_and_never_exceeds_one() -> None:
    favoured = favour([_candidate("discussed", 1.0), _candidate("discussed", 0.0)], {"discussed"})

    assert [0.0 <= c.confidence <= 1.0 for c in favoured] == [True, True]
    assert favoured[0].confidence == 1.0


def test_without_a_conversation_nothing_changes() -> None:
    candidates = [_candidate("a", 0.2), _candidate("b", 0.3)]

    assert favour(candidates, ()) == candidates


def test_only_articles_that_speak_of_the_topic_answer() -> None:
    candidates = [_candidate("a", 0.2), _candidate("b", 0.3)]

    assert on_topic(candidates, "") == candidates
    assert on_topic(candidates, "the closer") == candidates
    assert on_topic(candidates, "Friday, the sea stars") == []
