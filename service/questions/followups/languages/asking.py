"""Rewrites French, German and Spanish follow-ups to stand alone in their language.

after "quand rouvre l'école":  "et pourquoi ?"  ->  "pourquoi rouvre l'école"
after "was sagte Ruiz zur Brücke":  "und was sagte sie über Visa?"  ->  "was sagte Ruiz über Visa"
"""

import re

from service.questions.followups.grammar.clauses import clause_of
from service.questions.followups.grammar.rewriting import Edit, Reading, edited, genitive
from service.questions.followups.languages.antecedents import (
    Antecedent,
    answered,
    antecedent,
    last_named,
    name_of,
    named_in,
)
from service.questions.followups.languages.grammar import (
    Grammar,
    Pronoun,
    asks,
    grammar_of,
    is_whole,
)
from service.questions.followups.resolution import Replaced
from service.questions.followups.talk.conversation import Conversation

_MARKS = " ?!.¿¡"
_CONTRACTED = [
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\bde el (?=\w)", "del "),
        (r"\ba el (?=\w)", "al "),
        (r"\bde le (?=\w)", "du "),
        (r"\bde les (?=\w)", "des "),
        (r"\b(?:le|la) (?=[aeiouhéèêàâî])", "l'"),
    )
]
_FEWEST = 4
_FEW = 7
"""A question of more words says what it is about."""


def asked_abroad(message: str, talk: Conversation) -> Reading | None:
    """The message rewritten to stand alone; None if it is in none of these languages."""
    reading = _asked(message, talk)
    return _with_name(reading, talk) if reading else None


def _asked(message: str, talk: Conversation) -> Reading | None:
    plain = message.strip(_MARKS)
    grammar = grammar_of(message) or (grammar_of(talk.base) if _is_fragment(plain) else None)
    if grammar is None:
        return None
    body = grammar.opening.sub("", plain, count=1).strip(_MARKS)
    whole = _before_brackets(talk)
    if only := grammar.asking.fullmatch(body):
        return _kept(_asked_anew(only[0], whole, grammar), whole)
    is_opened = body != plain or len(body.split()) < _FEWEST
    if is_whole(body, grammar) or len(body.split()) > _FEW or not is_opened:
        return _resolved(body, talk, grammar)
    base = _last_speech(whole, grammar) if body.split()[0].lower() in grammar.topical else whole
    return _kept(_put(body, base, grammar), base)


def _last_speech(talk: Conversation, grammar: Grammar) -> Conversation:
    """The conversation up to the last question for somebody's words; all of it if none was."""
    tried: Conversation | None = talk
    while tried and not grammar.speech.match(tried.base.strip(_MARKS)):
        tried = tried.before_last()
    return tried or talk


def _is_fragment(plain: str) -> bool:
    """Whether a text may belong to the question before, in whatever language that is."""
    return len(plain.split()) <= _FEW and clause_of(plain) is None


def _before_brackets(talk: Conversation) -> Conversation:
    before = talk.before_last()
    return _before_brackets(before) if talk.brackets and before else talk


def _kept(text: str, talk: Conversation) -> Reading:
    kept = Replaced(words="", meaning=talk.base, turn=talk.last.number)
    return Reading(text=f"{_contracted(text)}?", replaced=(kept,))


def _contracted(text: str) -> str:
    for pattern, instead in _CONTRACTED:
        text = pattern.sub(instead, text)
    return text


def _with_name(reading: Reading, talk: Conversation) -> Reading:
    """With the name of whoever is only described: "qu'a dit la mairesse"."""
    grammar = grammar_of(reading.text)
    asked = grammar.speech.match(reading.text.strip(_MARKS)) if grammar else None
    who = asked["who"] if asked else None
    name = name_of(who, talk) if who and who.islower() else None
    if name is None or who is None:
        return reading
    replaced = Replaced(words=who, meaning=name, turn=talk.last.number)
    text = reading.text.replace(who, name, 1)
    return Reading(text=text, replaced=(*reading.replaced, replaced))


# Only words that ask


def _asked_anew(asking: str, talk: Conversation, grammar: Grammar) -> str:
    """The last question with other words that ask."""
    base = talk.base.strip(_MARKS)
    old = grammar.asking.match(base)
    if grammar.speech.match(base) or not (old or grammar_of(base) is grammar):
        about = last_named(talk, grammar)
        return f"{asking} ({base if grammar.speech.match(base) or not about else about.text})"
    rest = base[old.end() :].strip() if old else base
    if not grammar.who.match(base):
        return f"{asking} {rest}"
    subject = answered(talk, grammar)
    if subject is None:
        return f"{asking} ({rest})"
    verb, _, behind = rest.partition(" ")
    words = [verb, subject.text] if grammar.verb_second else [subject.text, verb]
    return " ".join([asking, *words, behind]).strip()


# Something in the place of its like


def _put(what: str, talk: Conversation, grammar: Grammar) -> str:
    """The last question with what the message names in its place."""
    base = talk.base.strip(_MARKS)
    asked = grammar.speech.match(base)
    first = what.split()[0].lower()
    if asked and first in grammar.prepositions:
        end = asked.groupdict().get("end") or ""
        at = asked.start("topic") if asked["topic"] else len(base) - len(end)
        return f"{base[:at].strip()} {what}{end}"
    if asked and asked["who"]:
        return base[: asked.start("who")] + what + base[asked.end("who") :]
    if first in grammar.prepositions:
        before = base.lower().rfind(f" {first} ")
        return f"{base[:before] if before > 0 else base} {what}"
    nouns = named_in(base, talk.last.number, talk, grammar)
    if not nouns:
        return f"{base}, {what}"
    at = base.index(nouns[0].text)
    return base[:at] + what + base[at + len(nouns[0].text) :]


# Pronouns


def _resolved(body: str, talk: Conversation, grammar: Grammar) -> Reading:
    """A question with names in the place of its pronouns; with its topic, if it has none."""
    reading = _with_speaker(body, talk, grammar) or Reading(text=body)
    for pronoun in grammar.pronouns:
        reading = _replaced(reading, pronoun, talk, grammar)
    if reading.text == body and _lacks_topic(body, talk, grammar):
        about = last_named(talk, grammar)
        if about:
            return Reading(text=f"{body} ({about.text})?", replaced=(_of(about, ""),))
    return Reading(text=f"{_contracted(reading.text)}?", replaced=reading.replaced)


def _with_speaker(body: str, talk: Conversation, grammar: Grammar) -> Reading | None:
    """Who says it, where the verb alone tells that somebody does: "¿qué dijo sobre el ruido?"."""
    asked = grammar.speech.match(body)
    if asked is None or asked["who"] or re.search(r"-(?:t-)?(?:il|elle)", body):
        return None
    about = last_named(talk, grammar)
    if about is None or not asked["topic"]:
        return None
    at = asked.start("topic")
    text = f"{body[:at].strip()} {about.text} {body[at:].strip()}"
    return Reading(text=text, replaced=(_of(about, ""),))


def _replaced(reading: Reading, pronoun: Pronoun, talk: Conversation, grammar: Grammar) -> Reading:
    found = pronoun.pattern.search(reading.text)
    if found is None or any(one.words == found[0] for one in reading.replaced):
        return reading
    if named_in(reading.text[: found.start()], 0, talk, grammar):
        return reading  # What it stands for may be in the message itself.
    about = antecedent(pronoun.kind, talk, grammar)
    if about is None or about.text.lower() in reading.text.lower():
        return reading
    new = pronoun.instead.format(
        name=about.text, owner=genitive(about.text).replace("'s", "s"), **found.groupdict()
    )
    edit = Edit(start=found.start(), end=found.end(), new=new, meaning=about.text, turn=about.turn)
    done = edited(reading.text, [edit])
    return Reading(text=done.text, replaced=reading.replaced + done.replaced)


def _lacks_topic(body: str, talk: Conversation, grammar: Grammar) -> bool:
    is_short = len(body.split()) < _FEW
    if any(pronoun.pattern.search(body) for pronoun in grammar.pronouns):
        return False
    return is_short and asks(body, grammar) and not named_in(body, 0, talk, grammar)


def _of(about: Antecedent, words: str) -> Replaced:
    return Replaced(words=words, meaning=about.text, turn=about.turn)
