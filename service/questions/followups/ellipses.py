"""Questions that lean on the one before: "why?", "when was that", "how many jobs", "who else"."""

import re

from service.questions.followups.clauses import Clause, clause_of
from service.questions.followups.conversation import SAID, Conversation, asks_for_a_name
from service.questions.followups.inflection import bare, do_for
from service.questions.followups.referents import Referent, Sort
from service.questions.followups.resolution import Narrowing, Replaced
from service.questions.followups.rewriting import Reading
from service.questions.followups.spotting import main_verb
from service.questions.followups.words import words_of

_ADVERBIAL = re.compile(
    r"^(?P<asking>why|how come|how so|what for|(?:by|since|until|till|from) when|when|where|from where|where to|how"
    r"|how long|for how long|how often|how soon|by how much)"
    r"(?:\s+(?:is|was|did|does|will|were|are)\s+(?:that|this|it)(?:\s+(?:be|happen|exactly))?"
    r"|\s+(?:exactly|though|then|so|not|that|again))?$",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"^how\s+(?P<what>old|tall|big|large|fast|heavy|far|deep|high|long|wide|cold|hot|expensive|rich"
    r"|strong|bad|serious|full)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"^(?:how many|how much|what|which)\s+(?P<what>\S.*)$", re.IGNORECASE)
_AMOUNT = re.compile(
    r"^(?:for |by )?how (?:much|many)(?: (?:is|was|were) (?:that|it))?$", re.IGNORECASE
)
_WHO = re.compile(
    r"^(?:and )?(?:by |with |to |for |from |against )?(?:who|whom|whose)(?: (?:is|was|did) (?:that|it))?$",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"^(?:and\s+)?(?:who|what|where|anything|anyone|something|nothing|somewhere|anybody)\s+else"
    r"(?:\s+(?:from|by|about|on)\s+(?P<whom>.+))?$|^(?:any(?:thing)?\s+)?more(?:\s+(?:from|by|on|about)\s+(?P<more>.+))?$"
    r"|^(?:tell me )?more$|^go on$|^others?$",
    re.IGNORECASE,
)
_PAYING = frozenset(
    "buy sell pay acquire purchase spend invest earn cost raise owe sue fine rent".split()
)
_ONES = re.compile(
    r"^(?P<which>which|what|how many)\s+(?:ones?|of (?:them|those|these))(?P<where>\s.+)?$",
    re.IGNORECASE,
)
_NEW_ASKING = {"how come": "why", "how so": "why", "what for": "why", "till when": "until when"}
_DOING = ("did", "does", "do")


def completed(message: str, talk: Conversation) -> Reading | None:
    """The question that an elliptic one stands for; None if it is not elliptic."""
    text = message.strip(" ?!.")
    ones = _ONES.match(text)
    if ones and talk.last_clause and (made := _which_ones(ones, talk.last_clause)):
        return _reading(made, text, talk.last.number, talk)
    adverbial = _ADVERBIAL.match(text)
    last = talk.last_clause
    turn = talk.last.number
    if adverbial:
        asking = adverbial["asking"].lower()
        asking = _NEW_ASKING.get(asking, asking)
        return _reading(_asked_anew(asking, last, talk), text, turn, talk)
    if _WHO.match(text):
        return _reading(_who(text, last, talk), text, turn, talk)
    if _AMOUNT.match(text):
        return _reading(_amount(text, last, talk), text, turn, talk)
    if _MEASURED.match(text):
        return _measured(text, talk)
    counted = _COUNTED.match(text)
    clause = clause_of(text)
    if counted and clause and not clause.auxiliary and not clause.rest:
        return _reading(_counted(text, last, talk), text, turn, talk)
    return None


def asks_for_more(message: str) -> str | None:
    """Whether more of the same is wanted ("anything else?"), and from whom; None if not."""
    found = _ELSE.match(message.strip(" ?!."))
    if not found:
        return None
    return found["whom"] or found["more"] or ""


def more_of(message: str, talk: Conversation) -> tuple[Reading, Narrowing]:
    """The last question again, without what was shown for it."""
    shown = tuple(quote for turn in talk.turns[-2:] for quote in turn.quotes)
    text = talk.last.searched
    replaced = (Replaced(words=message.strip(" ?!."), meaning=text, turn=talk.last.number),)
    return Reading(text=text, replaced=replaced), Narrowing(not_quotes=shown)


def _reading(text: str | None, words: str, turn: int, talk: Conversation) -> Reading:
    text = text or joined(words, talk)
    return Reading(
        text=text,
        replaced=(Replaced(words="", meaning=talk.last.searched.rstrip(" ?"), turn=turn),),
    )


def joined(words: str, talk: Conversation) -> str:
    """What is asked, with whom and what the last turn was about in brackets."""
    focus, topic = focus_of(talk), talk.topic
    about = [focus.name] if focus else []
    about += [talk.in_brackets] if topic and topic.name not in about else []
    shown = ", ".join(dict.fromkeys(about)) or talk.base
    return f"{words} ({shown})?"


def _which_ones(ones: re.Match[str], last: Clause) -> str | None:
    """ "which ones in Mexico" after "how many cities will host it"."""
    noun = re.sub(r"^(?:how many|which|what)\s+", "", last.asking, flags=re.IGNORECASE)
    if (not last.is_subject and not last.auxiliary) or noun == last.asking:
        return None
    return (
        " ".join(
            f"{ones['which']} {noun}{ones['where'] or ''} {last.auxiliary} {last.rest}".split()
        )
        + "?"
    )


def _asked_anew(asking: str, last: Clause | None, talk: Conversation) -> str | None:
    """The last question with other words that ask: "Where did they meet" gives "When did ..."."""
    if last is None:
        return None
    if asking == "since when" and last.auxiliary == "did":
        asking = "when"
    if asking == "since when" and not last.asking:
        return f"Since when {last.auxiliary} {last.rest}?"
    if last.is_subject and not last.auxiliary:
        return _with_subject(asking, last.rest, talk)
    if last.is_subject:
        subject = focus_of(talk)
        return f"{asking} {last.auxiliary} {subject.name} {last.rest}?" if subject else None
    return f"{asking} {last.auxiliary} {_with_object(last, asking)}?"


def _with_object(last: Clause, asking: str) -> str:
    """The rest of a question, with what its asking words were the object of."""
    counted = _COUNTED.match(last.asking)
    if counted:
        return _with_counted(last, counted["what"])
    words = last.rest.split()
    if last.wh == "what" and last.auxiliary in _DOING and last.asking.lower() == "what":
        for at, word in enumerate(words):
            if word.lower() in ("say", "said", "announce", "promise", "claim", "find", "do"):
                return " ".join([*words[: at + 1], "that", *words[at + 1 :]])
    return last.rest


def _with_counted(last: Clause, counted: str) -> str:
    """ "how much land does Australia want to protect" protects land."""
    words = words_of(f"{last.auxiliary} {last.rest}")
    at = main_verb(words)
    if at < 0 or counted.split()[0] in ("of", "is"):
        return last.rest
    rest = f"{last.auxiliary} {last.rest}"
    behind = len(words) if words[-1].low == words[at].low else at + 1
    verb_end = words[behind - 1].end
    if words[at].low in ("want", "plan", "hope"):
        verb_end = len(rest)
    return f"{rest[:verb_end]} {counted}{rest[verb_end:]}"[len(last.auxiliary) + 1 :]


def _with_subject(asking: str, rest: str, talk: Conversation) -> str | None:
    """ "who voted no" and "why" give "why did Dmytro Halberg vote no"."""
    subject = focus_of(talk)
    verb, _, behind = rest.partition(" ")
    if subject is None or not verb:
        return None
    return f"{asking} {do_for(verb)} {subject.name} {bare(verb)} {behind}".strip() + "?"


def focus_of(talk: Conversation) -> Referent | None:
    """What the last answer named, if its question asked for a name."""
    if not talk.last.quotes or not asks_for_a_name(talk.last.searched):
        return None
    best = talk.referents[0] if talk.referents else None
    return best if best and best.turn == talk.last.number and best.weight >= 5.5 else None


def _who(text: str, last: Clause | None, talk: Conversation) -> str | None:
    if last is None or last.wh == "who":
        return None
    if last.is_subject and not last.auxiliary:
        return f"{text} {last.rest}?"
    if last.is_subject:
        return f"{text} {last.auxiliary} {last.rest}?"
    # "How many Republicans voted him out" asks of a group; "who" asks for its names.
    return None


def _amount(text: str, last: Clause | None, talk: Conversation) -> str | None:
    asking = " ".join(
        text.lower().split()[:3]
        if text.lower().startswith(("for", "by"))
        else text.lower().split()[:2]
    )
    if last is None:
        return _about(asking, talk)
    pays = any(bare(_stem(w.low)) in _PAYING for w in words_of(last.text))
    if pays and last.is_subject and last.auxiliary:
        subject = focus_of(talk)
        return f"For {asking} {last.auxiliary} {subject.name} {last.rest}?" if subject else None
    if pays and not last.is_subject:
        return f"{asking} {last.auxiliary} {last.rest}?"
    if pays:
        return _with_subject(f"for {asking}", last.rest, talk)
    if not last.asking:
        return f"{asking} {last.auxiliary} {last.rest}?"
    return None


def _stem(low: str) -> str:
    return low[:-3] if low.endswith("ing") else low


def _measured(text: str, talk: Conversation) -> Reading:
    """ "how old" asks for the age of whom or what the last turn was about."""
    last = talk.last_clause
    if last and _MEASURED.match(last.asking):
        return Reading(
            text=f"{text} {last.auxiliary} {last.rest}?",
            replaced=(Replaced(words="", meaning=talk.base, turn=talk.last.number),),
        )
    focus = focus_of(talk) or _spoken_of(talk)
    if focus is None:
        return Reading(text=joined(text, talk))
    is_are = "are" if focus.is_plural else "is"
    return Reading(
        text=f"{text} {is_are} {focus.in_sentence}?",
        replaced=(Replaced(words="", meaning=focus.name, turn=focus.turn),),
    )


def _spoken_of(talk: Conversation) -> Referent | None:
    """The first thing or person that the last question spoke of; of a place what is in it."""
    asked = [r for r in talk.referents if r.turn == talk.last.number and r.weight > SAID]
    others = [r for r in asked if r.sort is not Sort.PLACE]
    return next(iter(others or asked or talk.referents), None)


def _counted(text: str, last: Clause | None, talk: Conversation) -> str | None:
    """ "how many cities" in place of the words that asked, if those were the subject."""
    if last is None:
        return _about(text, talk)
    if last.is_subject and last.wh in ("which", "who", "how") and last.asking.lower() != "how":
        if text.lower().startswith("how many"):
            return f"{text} {last.auxiliary} {last.rest}?".replace("  ", " ")
        if last.wh == "who" and (made := _asked_anew("in " + text, last, talk)):
            return made
        return f"{text} {last.auxiliary} {last.rest}?".replace("  ", " ")
    return _about(text, talk)


def _about(asking: str, talk: Conversation) -> str | None:
    """The words that ask, with the topic behind them."""
    topic = talk.topic
    if topic is None or not _is_event(topic):
        return None
    return f"{asking} in {topic.in_sentence}?"


_EVENTS = frozenset(
    """crash fire storm final match game war strike debate election vote race attack accident flood
    eruption quake earthquake meeting summit hearing trial cup championship outage blackout bill act
    launch case""".split()
)


def _is_event(topic: Referent) -> bool:
    words = {word.low for word in words_of(topic.name)}
    return topic.sort is Sort.PLACE or bool(words & _EVENTS)
