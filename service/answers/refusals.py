"""Why there is no answer: worked out from what was searched, never guessed."""

from collections.abc import Collection, Sequence

from msgspec import Struct

from index.followers.open_collection import OpenCollection
from index.people.joining import Person
from index.records import Article, Query
from index.search import Found
from service.answers.citations import viewer_link
from service.candidates import Candidate
from service.questions.asked_person import mentions, occurs_in_articles
from service.questions.inquiry import Inquiry
from service.questions.speech_forms import is_description
from service.questions.understand import Kind, Question
from service.reading.rare_words import WeightedTerms, weigh
from service.wire import Choice

# The best passages must hold this part of the question's weight, or they are about something else.
_RELEVANT = 0.5
_MOST_CHOICES = 3


class Refusal(Struct, frozen=True):
    """A reason with a stable name, and the values that fill its sentence."""

    name: str
    values: dict[str, str] = {}
    choices: tuple[Choice, ...] = ()
    """What could be asked instead."""
    wording: str = ""
    """The name of its sentence, if that says more than the reason's own."""


def why_nothing(
    inquiry: Inquiry, found: Sequence[Found], candidates: Sequence[Candidate]
) -> Refusal:
    """The most specific reason that is certainly true."""
    question, opened = inquiry.question, inquiry.opened
    if not opened.lexical.count:
        return Refusal("empty_collection", {"collection": opened.collection.name})
    if _is_limited_by_date(inquiry.query) and not found:
        return Refusal("date_out_of_range")
    if question.kind is Kind.STATEMENT and question.speaker:
        return _speaker_refusal(question, opened, found, candidates)
    if not _is_relevant(found, weigh(question.text, opened.lexical)):
        return Refusal("no_relevant_article")
    return Refusal("low_confidence")


def _speaker_refusal(
    question: Question,
    opened: OpenCollection,
    found: Sequence[Found],
    candidates: Sequence[Candidate],
) -> Refusal:
    speaker = question.speaker or ""
    if candidates or question.speakers:
        return _quoted_on_other_topics(question, opened)
    named = any(mentions(item.hit.passage.text, speaker) for item in found)
    if named or (opened.lexical.search(speaker, 1)[1].size and occurs_in_articles(speaker, opened)):
        # Articles may say more about "the mayor" than is known to be about that person.
        wording = "speaker_not_quoted_surely" if is_description(speaker) else ""
        return Refusal("speaker_not_quoted", {"speaker": speaker}, wording=wording)
    return _unknown_speaker(question, opened)


def ask_which_person(inquiry: Inquiry) -> Refusal:
    """Asks which of several people of one name the question means."""
    choices = people_to_choose(inquiry.question, inquiry.person.others, inquiry.opened)
    names = ", ".join(choice.name for choice in choices)
    speaker = inquiry.question.speaker or ""
    return Refusal("which_speaker", {"speaker": speaker, "names": names}, tuple(choices))


def people_to_choose(
    question: Question, people: Sequence[Person], opened: OpenCollection
) -> list[Choice]:
    """The first few people to ask about instead, each with the latest article that quotes them."""
    return [_choice(question, person, opened) for person in people[:_MOST_CHOICES]]


def _choice(question: Question, person: Person, opened: OpenCollection) -> Choice:
    newest = opened.library.quoting(opened.collection, person.names, limit=1)
    article = newest[0] if newest else None
    asked = question.speaker or ""
    renamed = question.text.replace(asked, person.name, 1) if asked in question.text else None
    return Choice(
        name=person.name,
        person=person.id,
        article_id=article.id if article else None,
        hint=article.title if article else None,
        viewer=_viewer(article, person.names) if article else None,
        question=renamed,
    )


def _viewer(article: Article, speakers: Collection[str]) -> str:
    """The article's page, at the first quotation of one of the speakers."""
    spoken = (quote.content[0] for quote in article.quotes if quote.speaker in speakers)
    return viewer_link(article, next(spoken))


def _quoted_on_other_topics(question: Question, opened: OpenCollection) -> Refusal:
    """The person is quoted, but not on this: name the articles."""
    values = {"speaker": question.speaker or "", "topic": question.topic or ""}
    speakers = sorted(question.speakers)
    library = opened.library
    # A description ("the mayor") is no name to look up.
    quoting = library.quoting(opened.collection, speakers, limit=_MOST_CHOICES) if speakers else []
    titled = [article for article in quoting if article.title]
    if not titled:
        return Refusal("topic_not_in_speaker_quotes", values)
    titles = "; ".join(f"“{article.title}”" for article in titled)
    choices = [
        Choice(name=article.title or "", article_id=article.id, viewer=_viewer(article, speakers))
        for article in titled
    ]
    return Refusal(
        "topic_not_in_speaker_quotes",
        values | {"titles": titles},
        tuple(choices),
        "topic_not_in_speaker_quotes_titles",
    )


def _unknown_speaker(question: Question, opened: OpenCollection) -> Refusal:
    """Nobody of that name is known: name the people with the most similar names."""
    speaker = question.speaker or ""
    near = opened.people.registry().nearest(speaker, _MOST_CHOICES)
    if not near:
        return Refusal("unknown_speaker", {"speaker": speaker})
    values = {"speaker": speaker, "nearest": ", ".join(person.name for person in near)}
    choices = people_to_choose(question, near, opened)
    return Refusal("unknown_speaker", values, tuple(choices), "unknown_speaker_nearest")


def _is_relevant(found: Sequence[Found], weighed: WeightedTerms) -> bool:
    return any(
        weighed.coverage(f"{item.located.article.title or ''} {item.hit.passage.text}") >= _RELEVANT
        for item in found[:10]
    )


def _is_limited_by_date(query: Query) -> bool:
    filters = query.filters
    return bool(query.as_of or filters.published_from or filters.published_to)
