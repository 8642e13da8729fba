"""What follow-ups in French, German and Spanish are made of: closed classes, as patterns."""

import re
from enum import StrEnum

from msgspec import Struct

from service.questions.language.detection import ENGLISH, language_of


class Kind(StrEnum):
    """What a pronoun may stand for, as far as its form says."""

    HE = "he"
    SHE = "she"
    IT = "it"
    THEY = "they"
    OWNER = "owner"
    """Of a possessive whose owner may be anybody."""
    THERE = "there"


class Pronoun(Struct, frozen=True):
    """A pronoun in its surroundings, and what is written instead."""

    pattern: re.Pattern[str]
    kind: Kind
    instead: str
    """With the groups of the pattern, and `{name}`."""


class Grammar(Struct, frozen=True, kw_only=True):
    """The closed classes of one language."""

    asking: re.Pattern[str]
    """Words that ask, at the beginning of a question."""
    what: re.Pattern[str]
    """Other words that questions are asked with, wherever they stand."""
    who: re.Pattern[str]
    """Those that ask for a name."""
    opening: re.Pattern[str]
    """What links a message to the one before it."""
    prepositions: frozenset[str]
    topical: frozenset[str]
    """Prepositions that begin nothing but a topic."""
    speech: re.Pattern[str]
    """A question for somebody's words; `who` is missing if nobody is named."""
    articles: dict[str, str]
    """Articles, and the kinds of pronouns that may stand for what follows them."""
    noun: str
    """A noun behind its article, with what belongs to it."""
    pronouns: tuple[Pronoun, ...]
    verb_second: bool = False
    """Whether the verb comes before the subject in questions."""


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _pronoun(pattern: str, kind: Kind, instead: str = "{name}") -> Pronoun:
    return Pronoun(_re(pattern), kind, instead)


_NAME = r"[^\W\d_][\w’'-]*"
_TAIL = r"(?:\s+[A-ZÀ-Þ][\w’'-]*)*"
_FR_ON = r"(?:de la|de l['’]|d['’]|du|des|de|sur|à propos de|au sujet de)"
_DE_ON = r"(?:über|zum|zur|zu|von|vom)"
_ES_ON = r"(?:sobre|acerca de|del|de)"

FRENCH = Grammar(
    asking=_re(
        r"(?:depuis quand|pourquoi|quand|o[uù](?!\s+bien)|comment|combien(?:\s+de\s+[\w’'-]+"
        r"|\s+d['’][\w-]+)?|qui(?: est-ce qui)?"
        r"|quel(?:le)?s?(?:\s+(?!est|sont|était|a\b)[\w’'-]+)?)(?![\w’'])"
    ),
    what=_re(r"(?<!\w)(?:qu['’]|que(?!\w)|quoi(?!\w))"),
    who=_re(r"^(?:qui|quel(?:le)?s?)\b"),
    opening=_re(r"^(?:(?:merci|ok|non)\s*[,.!]\s*)?(?:et|mais)\s+(?:pour\s+)?"),
    prepositions=frozenset(
        "a à au aux en dans sur pour chez avec sans de du des depuis avant après".split()
    ),
    topical=frozenset(["sur"]),
    speech=_re(
        r"^qu['’]\s?(?:a|ont|avait)\s+(?:dit|déclaré|declare|annoncé|répondu)(?:\s+(?P<who>(?!(?:sur|de)"
        r"\b).+?))?(?P<topic>\s+(?:sur|à propos de|au sujet de|de|du|des|d['’])\s?.+)?$"
    ),
    articles={"le": "he", "un": "he", "la": "she", "une": "she", "l'": "he she", "les": "they"},
    noun=rf"{_NAME}(?:\s+(?:de la |de l['’]|du |des |de |d['’]){_NAME})*{_TAIL}",
    pronouns=(
        _pronoun(
            r"qu['’](?P<verb>a|ont)-(?:t-)?(?:ils?|elles?)\s+(?P<said>\w+)",
            Kind.SHE, "qu'{verb} {said} {name}",
        ),
        _pronoun(r"(?<!y )(?<!\w)(?P<verb>\w[\w]*)-(?:t-)?il(?![\w-])", Kind.HE, "{name} {verb}"),
        _pronoun(r"(?<!\w)(?P<verb>\w[\w]*)-(?:t-)?elle(?![\w-])", Kind.SHE, "{name} {verb}"),
        _pronoun(
            r"(?<!\w)(?P<verb>\w[\w]*)-(?:t-)?(?:ils|elles)(?![\w-])", Kind.THEY, "{name} {verb}"
        ),
        _pronoun(r"(?<![\w-])il(?!\s+(?:y|faut|est possible))(?!\w)", Kind.HE),
        _pronoun(r"(?<![\w-])elle(?!\w)", Kind.SHE),
        _pronoun(r"(?<![\w-])(?:ils|elles)(?!\w)", Kind.THEY),
        _pronoun(r"(?<!\w)son\s+(?P<noun>[\w’'-]+)", Kind.OWNER, "le {noun} de {name}"),
        _pronoun(r"(?<!\w)sa\s+(?P<noun>[\w’'-]+)", Kind.OWNER, "la {noun} de {name}"),
        _pronoun(r"(?<!\w)ses\s+(?P<noun>[\w’'-]+)", Kind.OWNER, "les {noun} de {name}"),
        _pronoun(r"(?<!\w)leurs?\s+(?P<noun>[\w’'-]+)", Kind.THEY, "les {noun} de {name}"),
    ),
)  # fmt: skip
GERMAN = Grammar(
    asking=_re(
        r"(?:seit wann|warum|wieso|weshalb|wann|wo(?:her|hin)?|wie\s?viele?r?(?:\s+\w+)?"
        r"|wie (?:alt|lange|oft|weit|hoch|groß|viel)|wie|wer|wen|wem"
        r"|welche[rsmn]?(?:\s+\w+)?)(?!\w)"
    ),
    what=_re(r"(?<!\w)(?:was|wo(?:r|vor|mit|für|bei|durch|gegen)\w*)(?!\w)"),
    who=_re(r"^(?:wer|welche[rsmn]?)\b"),
    opening=_re(r"^(?:(?:danke|ok|nein)\s*[,.!]\s*)?(?:und|aber)\s+(?:für\s+)?"),
    prepositions=frozenset(
        "im in ins nach für über zu zum zur bei beim mit von vom seit vor am an auf".split()
    ),
    topical=frozenset(["über", "zu", "zum", "zur"]),
    speech=_re(
        rf"^was\s+(?:(?:sagt|sagte|sagen|sagten|meint|meinte|meinten)|hat|haben)(?:\s+(?P<who>"
        rf"(?!{_DE_ON}\b)(?!gesagt\b).+?))?(?P<topic>\s+{_DE_ON}\s.+?)?"
        r"(?P<end>\s+(?:gesagt|gemeint|erklärt))?$"
    ),
    articles={
        "der": "he", "die": "she they", "das": "it", "den": "he they", "dem": "he it",
        "ein": "he it", "eine": "she", "einen": "he", "des": "he it",
    },
    noun=(
        r"(?:[a-zäöüß]\w+\s+)?[A-ZÄÖÜ][\w-]*"
        r"(?:\s+(?:der|des|von|in|für)\s+[A-ZÄÖÜ][\w-]*)*(?:\s+[A-ZÄÖÜ][\w-]*)*"
    ),
    pronouns=(
        _pronoun(r"(?<!\w)(?:er|ihn|ihm)(?!\w)", Kind.HE),
        _pronoun(r"(?<=[^\W]en )sie(?!\w)|(?<=sind )sie(?!\w)|(?<!\w)ihnen(?!\w)", Kind.THEY),
        _pronoun(r"(?<!\w)sie(?!\w)", Kind.SHE),
        _pronoun(r"(?<!gibt )(?<!\w)es(?! (?:gibt|dass|zu)\b)(?!\w)", Kind.IT),
        _pronoun(r"(?<!\w)seine?[nrms]?(?=\s+[A-ZÄÖÜ])", Kind.HE, "{owner}"),
        _pronoun(r"(?<!\w)ihre?[nrms]?(?=\s+[A-ZÄÖÜ])", Kind.SHE, "{owner}"),
        _pronoun(r"(?<!\w)(?:dort|da)(?!\w)", Kind.THERE, "in {name}"),
    ),
    verb_second=True,
)  # fmt: skip
SPANISH = Grammar(
    asking=_re(
        r"(?:desde cu[aá]ndo|por qu[eé]|cu[aá]ndo|d[oó]nde|c[oó]mo"
        r"|cu[aá]nt(?:[oa]s|a)\s+\w+|cu[aá]nt[oa]s?|qui[eé]n(?:es)?|cu[aá]l(?:es)?)(?!\w)"
    ),
    what=_re(r"(?<!\w)qu[eé](?!\w)"),
    who=_re(r"^¿?\s*(?:qui[eé]n|cu[aá]l)"),
    opening=_re(r"^[¿\s]*(?:(?:gracias|vale|no)\s*[,.!]\s*)?[¿\s]*(?:y|e|pero)\s+(?:para\s+)?"),
    prepositions=frozenset("a al en para con por según sobre de del desde sin".split()),
    topical=frozenset(["sobre"]),
    speech=_re(
        rf"^[¿\s]*qu[eé]\s+(?:dijo|dijeron|dice|dicen|ha dicho|opina|declaró)(?:\s+(?P<who>"
        rf"(?!{_ES_ON}\b).+?))?(?P<topic>\s+{_ES_ON}\s.+)?$"
    ),
    articles={"el": "he", "un": "he", "la": "she", "una": "she", "los": "they", "las": "they"},
    noun=(
        rf"(?:(?:primer|segundo|nuev[oa])\s+)?{_NAME}"
        rf"(?:\s+(?:de la|del|de los|de las|de)\s+{_NAME})*{_TAIL}"
    ),
    pronouns=(
        _pronoun(r"(?<!\w)él(?!\w)", Kind.HE),
        _pronoun(r"(?<!\w)ella(?!\w)(?!,)", Kind.SHE),
        _pronoun(r"(?<!\w)ell[oa]s(?!\w)", Kind.THEY),
        _pronoun(r"(?<!\w)sus?\s+(?P<noun>\w+)", Kind.OWNER, "{noun} de {name}"),
        _pronoun(r"(?<!\w)(?:allí|ahí|allá)(?!\w)", Kind.THERE, "en {name}"),
    ),
)
_GRAMMARS = {"fr": FRENCH, "de": GERMAN, "es": SPANISH}
_LINKS = {"et": FRENCH, "und": GERMAN, "y": SPANISH}


def grammar_of(message: str) -> Grammar | None:
    """The grammar of a message; None if it is in none of these languages."""
    language = language_of(message)
    if language == ENGLISH:
        return None
    known = _GRAMMARS.get(language or "")
    plain = message.strip(" ?!.¿¡")
    if known is None:
        known = _LINKS.get(plain.split()[0].lower()) if plain else None
    return known or next((g for g in _GRAMMARS.values() if asks(plain, g)), None)


def asks(text: str, grammar: Grammar) -> bool:
    """Whether a text begins with words that ask, or asks for somebody's words."""
    plain = text.strip(" ?!.¿¡")
    return bool(grammar.asking.match(plain) or grammar.speech.match(plain))


def is_whole(text: str, grammar: Grammar) -> bool:
    """Whether a text is a question by itself: it has words that ask, or a pronoun."""
    asking = re.compile(rf"(?<!\w)(?:{grammar.asking.pattern})", re.IGNORECASE)
    patterns = (asking, grammar.what, *(pronoun.pattern for pronoun in grammar.pronouns))
    return any(pattern.search(text) for pattern in patterns)
