"""Verdicts: "yes" or "no" to "Did the council approve?", if the words say so.

Nothing is inferred. One sentence must contain the words of the claim, in order and adjacent, with
the same negations, conditions and modal verbs, and assert them: the person asked about with a verb
that asserts, or the article itself. A "no" needs the same words with one negation. Anything else
gets no verdict. Where the words stand in a sentence is checked in `clauses.py`.
"""

import re
from collections.abc import Callable, Sequence
from typing import Literal

from index.records import QuoteForm, Span
from index.text.segmentation.sentences import split_sentences
from service.answers.statements.clauses import (
    is_attributed,
    is_corrected,
    is_doubted,
    is_whole_clause,
    same_voice,
)
from service.answers.statements.denials import (
    blanked,
    denied_with,
    is_about_the_future,
    is_negative,
    only_negation,
    opposites,
    put_as_in,
)
from service.candidates import Candidate
from service.questions.understand import Kind, Question

YES: Literal["yes"] = "yes"
NO: Literal["no"] = "no"

_GUARDS = frozenset(
    "not no never neither nor none nobody nothing without cannot if unless whether until may might"
    " could would should must will shall only almost nearly hardly barely rarely seldom perhaps"
    " maybe possibly allegedly reportedly supposedly likely unlikely than except instead rather"
    " few fewer or either virtually practically apparently seemingly presumably purportedly partly"
    " partially provisionally conditionally tentatively falsely wrongly mistakenly half"
    " wants want wanted hope hopes hoped plan plans planned try tries tried refuse refused".split()
)
"""Words that change what a sentence asserts: claim and sentence must have the same ones."""
_SHORT = {"won't": ("will", "not"), "can't": ("cannot",), "shan't": ("shall", "not")}
_TENSES = frozenset("is are was were has have had can".split())
_HAPPENED = frozenset(("did", "has", "have"))
_COMPARED_APART = _GUARDS | _TENSES | {"be", "been", "being", "do", "does", "did"}
_ASSERTING = re.compile(
    r"\b(?:said|says|say|saying|told|tells|tell|stat(?:e|es|ed)|announc\w+|claim\w*|argu\w+"
    r"|warn\w*|promis\w+|vow\w*|pledg\w+|insist\w*|admit\w*|declar\w+|confirm\w*|explain\w*"
    r"|acknowledg\w+|conced\w+|add(?:s|ed|ing)?|not(?:es|ed|ing)|wr(?:ote|ites?|itten)|tweet\w*"
    r"|predict\w*|believ\w+|think\w*|thought|according)\b",
    re.IGNORECASE,
)
_DENYING = re.compile(r"\b(?:den(?:y|ies|ied|ying)|not|never|n['’]t)\b", re.IGNORECASE)
_QUESTION = re.compile(
    r"^\s*(?P<first>is|are|was|were|has|have|had|can|will|would|could|should|do|does|did|may|might)"
    r"\s+(?P<claim>.+?)[\s?!.]*$",
    re.IGNORECASE,
)
_IN_MAY = re.compile(
    r"\b(?:[Ii]n|[Oo]f|[Ss]ince|[Uu]ntil|[Bb]y|[Ll]ast|\d{1,2})\s+May\b|\bMay\s+\d"
)
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_FEWEST_TERMS = 2
_FUTURE = frozenset(("will", "would", "plan", "plans"))

Terms = Callable[[str], list[str]]


def verdict(
    question: Question, candidate: Candidate, terms_of: Terms
) -> Literal["yes", "no"] | None:
    """Return `YES` if the words say exactly what the question asks, `NO` if they negate it."""
    if question.kind is Kind.STATEMENT and question.claim:
        return YES if _said_so(question.claim, candidate, terms_of) else None
    match = _QUESTION.match(question.text) if question.kind is Kind.YES_NO else None
    if match is None:
        return None
    first, claim = match["first"].lower(), match["claim"]
    text = candidate.text
    if _is_told(candidate, claim, terms_of) and _asserts(text, claim, first, terms_of):
        return YES
    for opposite in opposites(claim):
        if _is_told(candidate, opposite, terms_of) and _asserts(text, opposite, first, terms_of):
            return NO
    if candidate.said is None or _is_about_speaker(candidate, claim):
        denied = denied_with(claim, candidate.article.text)
        if any(_denies(text, one, first, terms_of) for one in dict.fromkeys((claim, denied))):
            return NO
    return None


def is_in_headline(question: Question, candidate: Candidate, terms_of: Terms) -> bool:
    """Whether the headline says that it happened: "Bridge reopens" to "Did the bridge reopen?"."""
    match = _QUESTION.match(question.text) if question.kind is Kind.YES_NO else None
    title = candidate.article.title
    if match is None or not title or match["first"].lower() not in _HAPPENED:
        return False
    return _asserts(title, match["claim"], "did", terms_of)


def _is_told(candidate: Candidate, claim: str, terms_of: Terms) -> bool:
    """Whether the article says it, not somebody in it: "the council approved its budget" does."""
    said = candidate.said
    if said is None:
        return True
    if said.cue is None or not _is_about_speaker(candidate, claim):
        return False
    cue = terms_of(candidate.article.text[said.cue.start : said.cue.end])
    return bool(cue) and set(cue) <= set(terms_of(claim))


def _is_about_speaker(candidate: Candidate, claim: str) -> bool:
    """Whether the claim is about the speaker: they know whether they will appeal."""
    said = candidate.said
    if said is None or said.source is None or said.form is not QuoteForm.INDIRECT:
        return False
    source = _words(candidate.article.text[said.source.start : said.source.end])
    return _words(claim)[: len(source)] == source


def _said_so(claim: str, candidate: Candidate, terms_of: Terms) -> bool:
    said, text = candidate.said, candidate.article.text
    if said is None or said.cue is None:
        return False
    cue = text[said.cue.start : said.cue.end]
    if not _ASSERTING.search(cue) or _DENYING.search(cue):
        return False
    # The parts of a split quotation are one sentence: "The bridge," she said, "will close."
    words = " ".join(text[span.start : span.end].strip("“”\"'‘’ ,") for span in said.content)
    return _asserts(words, claim, "", terms_of)


def _asserts(text: str, claim: str, first: str, terms_of: Terms) -> bool:
    """Whether a sentence of the text asserts the claim; `first` is the question's verb."""
    wanted = _wanted(claim, terms_of)
    if len(wanted) < _FEWEST_TERMS:
        return False
    guards = _guards(f"{first} {claim}")
    sentences = (text[span.start : span.end] for span in split_sentences(text))
    return any(
        _guards(sentence) == guards
        and (first not in _TENSES or first in _words(sentence))
        and not sentence.rstrip('"”’ ').endswith("?")
        and not is_doubted(sentence, claim)
        and (held := _held(sentence, wanted, terms_of)) is not None
        and same_voice(sentence[held.start : held.end], f"{first} {claim}")
        for sentence in sentences
    )


def _denies(text: str, claim: str, first: str, terms_of: Terms) -> bool:
    """Whether a sentence of the text says that the claim is not so."""
    wanted = _wanted(claim, terms_of)
    if len(wanted) < _FEWEST_TERMS or is_negative(claim):
        return False
    sentences = [text[span.start : span.end] for span in split_sentences(text)]
    claims = [put_as_in(sentence, claim) for sentence in sentences]
    return any(
        _denies_in(sentence, _wanted(own, terms_of), first, own, terms_of)
        for sentence, own in zip(sentences, claims, strict=True)
    )


def _denies_in(
    sentence: str, wanted: Sequence[tuple[str, str]], first: str, claim: str, terms_of: Terms
) -> bool:
    negation = only_negation(sentence)
    if negation is None or sentence.rstrip('"”’ ').endswith("?") or is_doubted(sentence, claim):
        return False
    if is_about_the_future(negation[0]) is not (first in {"will", "would"}):
        return False
    plain = blanked(sentence, negation)
    if _guards(plain) - _FUTURE != _guards(claim) - _FUTURE:
        return False
    held = _held(plain, wanted, terms_of)
    return (
        held is not None
        and held.start < negation.start() < held.end
        and same_voice(sentence[held.start : held.end], f"{first} {claim}")
        and not is_corrected(sentence, held, claim)
    )


def _wanted(claim: str, terms_of: Terms) -> list[tuple[str, str]]:
    """The words of the claim with their terms."""
    own = _own_words(claim, terms_of)
    return [(_plain(word[0]), terms[0]) for word, terms in own if terms]


def _held(sentence: str, wanted: Sequence[tuple[str, str]], terms_of: Terms) -> Span | None:
    """Where the terms follow each other and no further word narrows the first or the last.

    Only function words and adverbs may stand between them: "the council has finally approved the
    budget" says that the council approved it, "the council's chair approved" does not.
    """
    words = _own_words(sentence, terms_of)
    own = [place for place, (_, terms) in enumerate(words) if terms]
    for at in range(len(own) - len(wanted) + 1):
        places = own[at : at + len(wanted)]
        # "Schools closed" does not say that the school did.
        is_same = _plain(words[places[0]][0][0]) == wanted[0][0]
        if is_same and [words[p][1][0] for p in places] == [term for _, term in wanted]:
            before, behind = places[0] - 1, places[-1] + 1
            is_narrowed = (
                before >= 0
                and bool(words[before][1])
                and words[before][0][0].islower()
                and _touch(sentence, words[before][0], words[places[0]][0])
            ) or (
                behind < len(words)
                and bool(words[behind][1])
                and _touch(sentence, words[places[-1]][0], words[behind][0])
            )
            held = Span(words[places[0]][0].start(), words[places[-1]][0].end())
            is_own = is_whole_clause(sentence, held) and not is_attributed(sentence, held)
            if is_own and not is_narrowed:
                return held
    return None


def _own_words(text: str, terms_of: Terms) -> list[tuple[re.Match[str], list[str]]]:
    """The words with their terms, without adverbs, guards and auxiliaries."""
    return [
        (match, terms_of(match[0]))
        for match in _WORD.finditer(text)
        if not match[0].endswith("ly") and match[0].lower() not in _COMPARED_APART
    ]


def _touch(sentence: str, left: re.Match[str], right: re.Match[str]) -> bool:
    """Whether only white space separates two words."""
    return not sentence[left.end() : right.start()].strip()


def _guards(text: str) -> frozenset[str]:
    found: set[str] = set()
    for word in _words(_IN_MAY.sub(" ", text)):
        found.update(_SHORT.get(word, ()))
        if word.endswith("n't") and word not in _SHORT:
            found.add("not")
        elif word in _GUARDS:
            found.add(word)
    return frozenset(found)


def _words(text: str) -> list[str]:
    return [_plain(word) for word in _WORD.findall(text)]


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")
