"""Why there is no answer: found out from what was searched, never guessed."""

from collections.abc import Collection, Sequence

from msgspec import Struct

from index.followers.catalogue import OpenCollection
from index.people.joining import Person
from index.records import Article
from index.search import Found
from service.answers.citations import viewer_link
from service.candidates import Candidate
from service.questions.asked_person import is_in_articles
from service.questions.speaker_matching import mentions
from service.questions.speech_forms import is_description
from service.questions.understand import Kind, Question
from service.reading.rare_words import Weighed
from service.wire import AskRequest, Choice

# Less of the question's weight than this in the best passages: the articles are about other things.
_RELEVANT = 0.5
_MOST_CHOICES = 3


class Reason(Struct, frozen=True):
    """A stable name, and the values its sentence is filled with."""

    name: str
    values: dict[str, str] = {}
    choices: tuple[Choice, ...] = ()
    """What could be asked instead."""
    wording: str = ""
    """The name of its sentence, where that says more than the reason's own."""


def why_nothing(
    request: AskRequest,
    question: Question,
    opened: OpenCollection,
    found: Sequence[Found],
    candidates: Sequence[Candidate],
    weighed: Weighed,
) -> Reason:
    """The most telling reason that is certainly true."""
    if not opened.lexical.count:
        return Reason("empty_collection", {"collection": opened.collection.name})
    if _is_limited_by_date(request) and not found:
        return Reason("date_out_of_range")
    if question.kind is Kind.STATEMENT and question.speaker:
        return _speaker_reason(question, opened, found, candidates)
    if not _is_relevant(found, weighed):
        return Reason("no_relevant_article")
    return Reason("low_confidence")


def _speaker_reason(
    question: Question,
    opened: OpenCollection,
    found: Sequence[Found],
    candidates: Sequence[Candidate],
) -> Reason:
    speaker = question.speaker or ""
    if candidates or question.speakers:
        return _other_topics(question, opened)
    named = any(mentions(item.hit.passage.text, speaker) for item in found)
    if named or (opened.lexical.search(speaker, 1)[1].size and is_in_articles(speaker, opened)):
        # Of "the mayor" the articles may say more than is known to be about that person.
        wording = "speaker_not_quoted_surely" if is_description(speaker) else ""
        return Reason("speaker_not_quoted", {"speaker": speaker}, wording=wording)
    return _unknown(question, opened)


def which_of(question: Question, people: Sequence[Person], opened: OpenCollection) -> Reason:
    """The question back, whom of several people of one name it means."""
    choices = people_to_choose(question, people, opened)
    names = ", ".join(choice.name for choice in choices)
    return Reason(
        "which_speaker", {"speaker": question.speaker or "", "names": names}, tuple(choices)
    )


def people_to_choose(
    question: Question, people: Sequence[Person], opened: OpenCollection
) -> list[Choice]:
    """The first few people to ask about instead, each with the newest article that quotes them."""
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
    """The page of an article at the first quotation of one of the speakers."""
    spoken = (quote.content[0] for quote in article.quotes if quote.speaker in speakers)
    return viewer_link(article, next(spoken))


def _other_topics(question: Question, opened: OpenCollection) -> Reason:
    """The person is quoted, but not on this: say in which articles."""
    values = {"speaker": question.speaker or "", "topic": question.topic or ""}
    speakers = sorted(question.speakers)
    library = opened.library
    # Nobody by name ("the mayor"): there is nothing to look further by.
    quoting = library.quoting(opened.collection, speakers, limit=_MOST_CHOICES) if speakers else []
    titled = [article for article in quoting if article.title]
    if not titled:
        return Reason("topic_not_in_speaker_quotes", values)
    titles = "; ".join(f"“{article.title}”" for article in titled)
    choices = [
        Choice(name=article.title or "", article_id=article.id, viewer=_viewer(article, speakers))
        for article in titled
    ]
    return Reason(
        "topic_not_in_speaker_quotes",
        values | {"titles": titles},
        tuple(choices),
        "topic_not_in_speaker_quotes_titles",
    )


def _unknown(question: Question, opened: OpenCollection) -> Reason:
    """Nobody of that name: say whose names are spelt most alike."""
    speaker = question.speaker or ""
    near = opened.people.registry().nearest(speaker, _MOST_CHOICES)
    if not near:
        return Reason("unknown_speaker", {"speaker": speaker})
    values = {"speaker": speaker, "nearest": ", ".join(person.name for person in near)}
    choices = people_to_choose(question, near, opened)
    return Reason("unknown_speaker", values, tuple(choices), "unknown_speaker_nearest")


def _is_relevant(found: Sequence[Found], weighed: Weighed) -> bool:
    return any(
        weighed.coverage(f"{item.located.article.title or ''} {item.hit.passage.text}") >= _RELEVANT
        for item in found[:10]
    )


def _is_limited_by_date(request: AskRequest) -> bool:
    filters = request.filters
    return bool(request.as_of or filters.published_from or filters.published_to)
