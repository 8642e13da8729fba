"""Whether the claims in a refusal are true: parsed from its text, checked independently.

A refusal's English text is parsed with the messages in `prompts/`; each claim is then checked
against the articles themselves, filtered, searched and counted here in plain Python. No code of the
refusals is used, so an error there cannot hide itself.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from operator import itemgetter

from msgspec import structs

from index.records import Article
from prompts import messages
from service.wire.answer import Answer
from service.wire.asking import AskRequest

Values = Mapping[str, str]
_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r"“(.+?)”")
_TITLE = re.compile(r"“(.+?)”(?=; “|$)")
_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
_HOLE = re.compile(r"\\\{(\w+)\\\}")
_ENGLISH = frozenset(
    "the of and to in is was for that on with as by at from it he she they who what when where how"
    " why which did does has have had are were this these be been will would".split()
)
_DATED = ("published_from", "published_to")


class ReadArticle:
    """An article with its words, computed once."""

    def __init__(self, article: Article) -> None:
        self.article = article

    @cached_property
    def lines(self) -> list[str]:
        """The words of the title and of each sentence, in one string with a space at each end."""
        article = self.article
        texts = (article.text[span.start : span.end] for span in article.sentences)
        return [f" {' '.join(_words(text))} " for text in (article.title or "", *texts)]

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of them."""
        return frozenset(word for line in self.lines for word in line.split())


class Shelf:
    """The articles that a request allows, as plain texts."""

    def __init__(self, read: Sequence[ReadArticle], request: AskRequest) -> None:
        self.read = read
        self.request = request
        self.allowed = [one for one in read if _is_allowed(one.article, request)]
        self.everything = [one.article for one in read]
        self.articles = [one.article for one in self.allowed]

    def without(self, *names: str) -> "Shelf":
        """The same without some filters; `as_of` counts as a date filter."""
        filters = structs.replace(self.request.filters, **dict.fromkeys(names))
        as_of = None if _DATED[0] in names else self.request.as_of
        request = structs.replace(self.request, filters=filters, as_of=as_of)
        return Shelf(self.read, request)

    def has_word(self, word: str) -> bool:
        """Whether the word occurs in a title or a sentence."""
        return any(set(_words(word)) <= one.words for one in self.allowed)

    def has_run(self, name: str) -> bool:
        """Whether the words of the name, ignoring "the", occur in sequence."""
        run = f" {' '.join(_words(_ARTICLE.sub('', name)))} "
        return any(run in line for one in self.allowed for line in one.lines)

    def quotes(self, name: str) -> bool:
        """Whether somebody with all words of the name, in order, is quoted."""
        return any(_holds_in_order(_words(speaker), _words(name)) for speaker in self.speakers)

    def quotes_namesake(self, name: str) -> bool:
        """Whether somebody with the last word of this name is quoted."""
        return any(_words(name)[-1] in _words(speaker) for speaker in self.speakers)

    @cached_property
    def speakers(self) -> frozenset[str]:
        """The names of everyone quoted."""
        return frozenset(q.speaker for a in self.articles for q in a.quotes if q.speaker)

    @cached_property
    def sources(self) -> frozenset[str]:
        """The words that refer to speakers."""
        found = (
            article.text[quote.source.start : quote.source.end]
            for article in self.articles
            for quote in article.quotes
            if quote.source
        )
        return frozenset(found) | self.speakers

    def titled(self, title: str) -> list[Article]:
        """The articles with that title."""
        return [article for article in self.articles if article.title == title]


def false_claims(
    answer: Answer, request: AskRequest, articles: Sequence[ReadArticle], best: float
) -> list[str]:
    """All false or uncheckable claims in a refusal's text.

    Args:
        answer: a refusal in English.
        request: the refused request.
        articles: all articles of the collection.
        best: the probability of the best candidate below the threshold, over the threshold.
    """
    text, corrected = _without_correction(answer, request)
    taken = _taken_apart(text)
    if taken is None:
        return ["the text consists of no known messages"]
    name, values, searched = taken
    shelf = Shelf(articles, request)
    claims = [
        *corrected,
        *_CLAIMS[name](shelf, values, answer),
        *_searched(_scope(name, shelf), searched),
    ]
    if "enough confidence" in answer.text:
        # Confidences on the wire are rounded: one just below the least looks equal to it.
        claims.append(("nothing is sure enough", best <= 1))
    return [claim for claim, is_true in claims if not is_true]


Claims = Iterable[tuple[str, bool]]


def _without_correction(answer: Answer, request: AskRequest) -> tuple[str, list[tuple[str, bool]]]:
    """The text behind what it says was searched instead of what was typed; and what that claims."""
    first, _, rest = answer.text.partition("\n\n")
    match = re.fullmatch(_pattern(messages("en")["answer_corrected"]), first)
    if match is None:
        return answer.text, []
    return rest, [
        ("this was typed", _words(match["typed"]) == _words(request.question)),
        ("this was searched", _words(match["question"]) == _words(answer.searched)),
    ]


def _not_quoted(shelf: Shelf, values: Values, _: Answer) -> Claims:
    yield "they mention the speaker", shelf.has_run(values["speaker"])
    yield "nobody of that name is quoted", not shelf.quotes_namesake(values["speaker"])


def _not_quoted_surely(shelf: Shelf, values: Values, _: Answer) -> Claims:
    yield "they mention the speaker", shelf.has_run(values["speaker"])
    yield "nobody of that name is quoted", not shelf.quotes(values["speaker"])


def _named_in_part(shelf: Shelf, values: Values, _: Answer) -> Claims:
    yield "the part occurs", shelf.has_word(values["part"])
    yield "nobody of that name is quoted", not shelf.quotes(values["speaker"])


def _not_found(shelf: Shelf, values: Values, _: Answer) -> Claims:
    yield "nobody of that name is quoted", not shelf.quotes(values["speaker"])


def _elsewhere(shelf: Shelf, values: Values, _: Answer) -> Claims:
    whole = Shelf(shelf.read, AskRequest(question=""))
    yield "quoted in the collection", whole.quotes_namesake(values["speaker"])
    yield "nobody of that name is quoted", not shelf.quotes(values["speaker"])
    yield "there are filters", len(shelf.articles) < len(whole.articles)


def _is_quoted(shelf: Shelf, values: Values, _: Answer) -> Claims:
    last = _words(values["speaker"])[-1]
    quoted = any(last in _words(source) for source in shelf.sources)
    yield "they quote the speaker", quoted
    for title in _TITLE.findall(values.get("titles", "")):
        speakers = {q.speaker for a in shelf.titled(title) for q in a.quotes if q.speaker}
        near = any(set(_words(s)) & set(_words(values["speaker"])) for s in speakers)
        yield f"quoted in {title!r}", near


def _unknown_speaker(shelf: Shelf, values: Values, _: Answer) -> Claims:
    yield "nobody is called so", not shelf.has_run(values["speaker"])
    yield "no such last name", not shelf.has_word(_words(values["speaker"])[-1])
    for name in filter(None, values.get("nearest", "").split(", ")):
        yield f"{name} is quoted", shelf.quotes_namesake(name)


def _which_speaker(shelf: Shelf, values: Values, _: Answer) -> Claims:
    names = values["names"].split(", ")
    yield "several people", len(names) > 1
    for name in names:
        yield f"{name} is quoted", shelf.quotes_namesake(name)


def _no_words(shelf: Shelf, values: Values, _: Answer) -> Claims:
    for word in _QUOTED.findall(values["words"]):
        yield f"{word} occurs nowhere", not shelf.has_word(word)


def _closest(shelf: Shelf, values: Values, answer: Answer) -> Claims:
    first = answer.nearest[0]
    yield "it is among the articles", any(a.id == first.article_id for a in shelf.articles)
    yield "it is called so", (first.title or first.article_id) in values["closest"]


def _no_outlet(shelf: Shelf, values: Values, _: Answer) -> Claims:
    outlets = {(article.outlet or "").casefold() for article in shelf.everything}
    yield from _no_value(outlets, values)


def _no_author(shelf: Shelf, values: Values, _: Answer) -> Claims:
    authors = {name.casefold() for article in shelf.everything for name in article.authors}
    yield from _no_value(authors, values)


def _no_article(shelf: Shelf, values: Values, _: Answer) -> Claims:
    yield from _no_value({article.id.casefold() for article in shelf.everything}, values)


def _no_value(existing: set[str], values: Values) -> Claims:
    for value in _QUOTED.findall(values["values"]):
        yield f"no {value}", value.casefold() not in existing
    known = values.get("known", "").casefold()
    yield "the known ones exist", not known or any(name and name in known for name in existing)


def _nothing(shelf: Shelf, _: Values, __: Answer) -> Claims:
    yield "no article passes", not shelf.articles


def _empty(shelf: Shelf, _: Values, __: Answer) -> Claims:
    yield "no text", not any(article.sentences for article in shelf.everything)


def _not_english(shelf: Shelf, _: Values, __: Answer) -> Claims:
    words = _words(shelf.request.question)
    yield "the question is not in English", 2 * len(_ENGLISH.intersection(words)) <= len(words)


def _nearest_not_english(_: Shelf, __: Values, answer: Answer) -> Claims:
    for near in answer.nearest:
        words = _words(near.text)
        common = sum(word in _ENGLISH for word in words)
        yield f"{near.article_id} is not in English", 8 * common < len(words)


def _none(_: Shelf, __: Values, ___: Answer) -> Claims:
    return ()


_CLAIMS: dict[str, Callable[[Shelf, Values, Answer], Claims]] = {
    "reason_no_relevant_article": _no_words,
    "reason_words_not_found": _no_words,
    "reason_speaker_not_quoted": _not_quoted,
    "reason_speaker_not_quoted_surely": _not_quoted_surely,
    "reason_speaker_named_in_part": _named_in_part,
    "reason_speaker_not_found": _not_found,
    "reason_speaker_quoted_elsewhere": _elsewhere,
    "reason_topic_not_in_speaker_quotes": _is_quoted,
    "reason_topic_not_in_speaker_quotes_titles": _is_quoted,
    "reason_speaker_quotes_unsure": _is_quoted,
    "reason_speaker_quotes_unsure_titles": _is_quoted,
    "reason_which_speaker": _which_speaker,
    "reason_unknown_speaker": _unknown_speaker,
    "reason_unknown_speaker_described": _unknown_speaker,
    "reason_unknown_speaker_nearest": _unknown_speaker,
    "reason_unknown_source": _no_outlet,
    "reason_unknown_source_of_many": _no_outlet,
    "reason_unknown_source_no_names": _no_outlet,
    "reason_unknown_author": _no_author,
    "reason_unknown_author_of_many": _no_author,
    "reason_unknown_author_no_names": _no_author,
    "reason_unknown_article": _no_article,
    "reason_filters_match_nothing": _nothing,
    "reason_date_out_of_range": _nothing,
    "reason_low_confidence": _none,
    "reason_low_confidence_closest": _closest,
    "reason_other_language": _not_english,
    "reason_other_language_unspoken": _not_english,
    "reason_other_language_articles": _nearest_not_english,
    "reason_not_a_question": _none,
    "reason_empty_collection": _empty,
}


def _scope(name: str, shelf: Shelf) -> Shelf:
    """Which articles a reason is about: mostly those that the filters allow."""
    if name == "reason_date_out_of_range":
        return shelf.without(*_DATED)
    if name.startswith(("reason_unknown_source", "reason_unknown_author", "reason_unknown_art")):
        return Shelf(shelf.read, AskRequest(question=""))
    if name == "reason_filters_match_nothing":
        return Shelf(shelf.read, AskRequest(question=""))
    return shelf


def _searched(shelf: Shelf, values: Values) -> Claims:
    """The number of articles, the days of the oldest and the newest, and those without any."""
    if not values:
        return
    yield "so many articles", int(values["articles"].replace(",", "")) == len(shelf.articles)
    dates = sorted(article.published[:10] for article in shelf.articles if article.published)
    limits = values.get("limits") or ""
    shown = re.findall(r"\d{4}-\d\d-\d\d", limits)
    yield "from the oldest to the newest", shown == sorted({*dates[:1], *dates[-1:]})
    undated = re.search(r"([\d,]+) without a date", limits)
    told = int(undated[1].replace(",", "")) if undated else 0
    yield "so many without a date", told == len(shelf.articles) - len(dates)


def _taken_apart(text: str) -> tuple[str, dict[str, str], dict[str, str]] | None:
    """The message of a refusal with its values, and those of what was searched."""
    searched = "|".join(
        _pattern(messages("en")[name], suffix)
        for name, suffix in (("searched_articles_of", ""), ("searched_articles", "_alone"))
    )
    unknown = _pattern(messages("en")["searched_unknown"], "_unknown")
    behind = rf"(?: (?:{searched})(?: {unknown})?)?"
    fitting: list[tuple[int, str, re.Match[str]]] = []
    for name, template in messages("en", "reason_").items():
        match = re.fullmatch(_pattern(template) + behind, text)
        if match:
            fitting.append((len(_HOLE.sub("", re.escape(template))), name, match))
    if not fitting:
        return None
    _, name, match = max(fitting, key=itemgetter(0))
    values: dict[str, str] = {
        key: value for key, value in match.groupdict().items() if value is not None
    }
    if "articles_alone" in values:
        values["articles"] = values.pop("articles_alone")
    searching: dict[str, str] = {
        key: values.pop(key) for key in ("articles", "limits") if key in values
    }
    return name, values, searching


def _pattern(template: str, suffix: str = "") -> str:
    """A message as a pattern; a placeholder that comes twice must have one value."""
    seen: set[str] = set()

    def hole(match: re.Match[str]) -> str:
        name = match[1] + suffix
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>.*?)"

    return _HOLE.sub(hole, re.escape(template))


def _is_allowed(article: Article, request: AskRequest) -> bool:
    filters, day = request.filters, article.published
    until = [end for end in (filters.published_to, request.as_of) if end]
    if (until or filters.published_from) and day is None:
        return False
    return (
        _is_one_of([article.outlet or ""], filters.source)
        and _is_one_of(article.authors, filters.author)
        and _is_one_of([article.id], filters.article_ids)
        and all((day or "")[: len(end)] <= end for end in until)
        and (day or "") >= (filters.published_from or "")
    )


def _is_one_of(own: Iterable[str], wanted: str | Sequence[str] | None) -> bool:
    if wanted is None:
        return True
    listed = [wanted] if isinstance(wanted, str) else wanted
    return not {name.casefold() for name in own}.isdisjoint(name.casefold() for name in listed)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [word for word in _WORD.findall(re.sub(r"'s\b", "", bare)) if word]


def _holds_in_order(words: Sequence[str], wanted: Sequence[str]) -> bool:
    rest = iter(words)
    return all(word in rest for word in wanted)
