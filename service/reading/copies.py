"""Copies of a story share one place among the passages, and are cited together."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, partial

from msgspec import structs

from index.records import Article, Span
from index.search import Found
from index.text.datelines import dateline_end
from index.text.matching.copies import are_copies, runs_of
from service.candidates import Candidate

_ALIKE = 0.5
"""The share of a passage's runs that a copy's has: both may have been cut elsewhere."""
_LONG = 40
"""In characters: shorter sentences recur in other stories."""
_MOST_COPIES = 9

_Group = tuple[Found, list[Found]]


def collapsed(found: Sequence[Found]) -> list[Found]:
    """Each passage with those that say the same in copies of its article, in their order."""
    groups: list[_Group] = []
    having: dict[str, list[int]] = defaultdict(list)

    @cache
    def runs(number: int) -> frozenset[int]:
        return runs_of(groups[number][0].hit.passage.text)

    runs_of_text = cache(partial(_runs_of_text, {item.located.version_pk: item for item in found}))

    for item in found:
        sentences = list(_long_sentences(item))
        shared = {number for sentence in sentences for number in having[sentence]}
        near = sorted(one for one in shared if _other_article(groups[one][0], item))
        own = runs_of(item.hit.passage.text) if near else frozenset()
        place = next(
            (
                number
                for number in near
                if _alike(own, runs(number))
                and are_copies(
                    runs_of_text(groups[number][0].located.version_pk),
                    runs_of_text(item.located.version_pk),
                )
            ),
            None,
        )
        if place is None:
            for sentence in sentences:
                having[sentence].append(len(groups))
            groups.append((item, []))
        elif _is_new(item, groups[place]):
            groups[place][1].append(item)
    return [
        structs.replace(item, copies=tuple(copies)) if copies else item for item, copies in groups
    ]


def with_copies(candidates: Sequence[Candidate], found: Sequence[Found]) -> list[Candidate]:
    """The candidates, each followed by the same words in copies of its article."""
    copies: dict[int, dict[int, Found]] = defaultdict(dict)
    for item in found:
        for other in item.copies:
            copies[item.located.version_pk].setdefault(other.located.version_pk, other)
    if not copies:
        return list(candidates)
    read = {(candidate.version_pk, candidate.quote) for candidate in candidates}
    every: list[Candidate] = []
    for candidate in candidates:
        every.append(candidate)
        for copy in list(copies[candidate.version_pk].values())[:_MOST_COPIES]:
            same = _in_copy(candidate, copy)
            if same is not None and (same.version_pk, same.quote) not in read:
                every.append(same)
    return every


def _in_copy(candidate: Candidate, copy: Found) -> Candidate | None:
    """The same words in a copy; None if it lacks them, or has them as other sentences."""
    article = copy.located.article
    quote = _same_sentences(candidate, article)
    if quote is None:
        return None
    by = quote.end - candidate.quote.end
    marked = candidate.highlight and _marked(candidate, candidate.highlight, article, quote)
    if candidate.highlight and not marked:
        return None
    same = structs.replace(
        candidate,
        article=article,
        version_pk=copy.located.version_pk,
        quote=quote,
        highlight=marked,
        also=tuple(span.moved(by) for span in candidate.also),
        said=None,
    )
    if candidate.said is None:
        return same
    end = candidate.said.content[-1].end + by
    said = next((one for one in article.quotes if one.content[-1].end == end), None)
    is_same = said is not None and said.speaker == candidate.said.speaker
    return structs.replace(same, said=said) if is_same else None


def _marked(candidate: Candidate, span: Span, copy: Article, quote: Span) -> Span | None:
    """Where marked words stand in a copy; None if it lacks them: its dateline may be another."""
    words = candidate.article.text[span.start : span.end]
    there = span.moved(quote.end - candidate.quote.end)
    if copy.text[max(0, there.start) : there.end] == words:
        return there
    at = copy.text.find(words, quote.start, quote.end)
    return Span(at, at + len(words)) if at >= 0 else None


def _same_sentences(candidate: Candidate, copy: Article) -> Span | None:
    """Where a candidate's sentences stand in a copy, either of them with or without a dateline."""
    words = candidate.text
    words = words[dateline_end(words) :]
    at = copy.text.find(words)
    end = at + len(words)
    if at < 0 or not any(sentence.end == end for sentence in copy.sentences):
        return None
    starts = (s.start for s in copy.sentences if s.start <= at < s.end)
    start = next(starts, at)
    is_whole = start == at or start + dateline_end(copy.text[start:end]) == at
    return Span(start, end) if is_whole else None


def _runs_of_text(items: dict[int, Found], version_pk: int) -> frozenset[int]:
    return runs_of(items[version_pk].located.article.text)


def _long_sentences(item: Found) -> Iterator[str]:
    located = item.located
    text = located.article.text
    for span in located.article.sentences[located.first_sentence : located.last_sentence + 1]:
        if span.end - span.start >= _LONG:
            yield text[span.start : span.end]


def _other_article(one: Found, other: Found) -> bool:
    return one.located.article.id != other.located.article.id


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    fewer = min(len(one), len(other))
    return fewer > 0 and len(one & other) >= _ALIKE * fewer


def _is_new(item: Found, group: _Group) -> bool:
    """Whether no passage of its article is in the group: passages overlap."""
    first, others = group
    return item.located.article.id not in {one.located.article.id for one in (first, *others)}
