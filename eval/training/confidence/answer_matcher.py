"""Whether something answers a case, verbatim or in other words."""

from eval.metrics.matching import holds
from eval.metrics.spans import token_f1
from eval.questions import Case
from index.followers.lexical.follower import LexicalIndex
from index.records import Article, Span
from service.candidates import Candidate
from service.reading.features.rare_words import weigh

_SAME = 0.5
# A word of an answer that more passages hold does not identify the answer.
_RARE = 0.02


class AnswerMatcher:
    """Tells whether something gives a case's answer, literally or in other words.

    A quiz says "Lieutenant Uhura" where the article says "Lt. Nyota Uhura". With literal matching
    alone such answers would be labelled wrong, and articles with the answer would stay in the
    search that must not find it. An answer like "three", which many sentences hold, is right only
    where it was marked, if it was.
    """

    def __init__(self, case: Case, lexical: LexicalIndex) -> None:
        self._answers = case.answers
        self._terms_of = lexical.terms
        rare = range(1, int(lexical.count * _RARE) + 1)
        self._rarest: set[str] = set()
        for answer in case.answers:
            weights = weigh(answer, lexical).weights
            known = [term for term in weights if lexical.document_frequency(term) in rare]
            self._rarest.update(sorted(known, key=weights.__getitem__)[-1:])
        # Rare words are told anywhere; only what is common needs its places.
        self._places = {
            (evidence.article, Span(evidence.start, evidence.start + len(evidence.quote)))
            for evidence in case.evidence
            if not self._rarest and evidence.start is not None and evidence.quote
        }

    def is_in_article(self, article: Article) -> bool:
        """Whether the article holds the answer, or the rarest of its words."""
        if self._places:
            return any(id == article.id for id, _ in self._places)
        return holds(article.text, self._answers) or self._names(
            f"{article.title or ''} {article.text}"
        )

    def is_in_quote(self, candidate: Candidate) -> bool:
        """Whether the quote holds the answer."""
        quote, article = candidate.quote, candidate.article
        if not holds(article.text[quote.start : quote.end], self._answers):
            return False
        return not self._places or any(
            id == article.id and span.overlaps(quote) for id, span in self._places
        )

    def is_given_by(self, candidate: Candidate) -> bool:
        """Whether the quote holds the answer, or the highlight means the same."""
        if self.is_in_quote(candidate):
            return True
        marked = candidate.highlight
        if marked is None:
            return False
        words = candidate.article.text[marked.start : marked.end]
        return token_f1(words, self._answers) >= _SAME or self._names(words)

    def _names(self, text: str) -> bool:
        return bool(self._rarest) and not self._rarest.isdisjoint(self._terms_of(text))
