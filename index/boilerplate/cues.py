"""Signs of boilerplate inside a block: calls to the reader, labels, photo credits."""

import re

from msgspec import Struct

from index.records import MarkKind

_OPENS = r"(?:^|[.!?:)»>|]\s?|\s[-–—]\s?|\bplease |\byou can )"
_ASKS = rf"{_OPENS}(?:sign[- ]?up|subscribe)"
_OFFERED = (
    r"(?:newsletters?|inbox|podcasts?|youtube channel|daily briefing|digest|morning briefing"
    r"|(?:news|e-?mail|breaking|our) (?:alerts|updates|list|briefing|texts|e-?mails|channel))"
)


class Cue(Struct, frozen=True):
    """A wording that addresses the reader or speaks for the publisher."""

    keyword: str
    """A word that every match contains; it is looked for first, because that is fast."""
    kind: MarkKind
    pattern: re.Pattern[str]


def _cue(keyword: str, kind: MarkKind, pattern: str) -> Cue:
    return Cue(keyword, kind, re.compile(pattern))


CUES = (
    _cue("sign", MarkKind.SUBSCRIBE, rf"{_ASKS}\b[^.!?]{{0,150}}\b{_OFFERED}\b"),
    _cue("subscribe", MarkKind.SUBSCRIBE, rf"{_ASKS}\b[^.!?]{{0,150}}\b{_OFFERED}\b"),
    _cue("sign", MarkKind.SUBSCRIBE, rf"{_ASKS} (?:right )?here\b"),
    _cue("newsletter", MarkKind.SUBSCRIBE, r"newsletters? sign[- ]?up\b"),
    _cue(
        "you",
        MarkKind.SUBSCRIBE,
        r"\bby (?:signing up|subscribing|clicking|submitting|entering"
        r"|registering)\b[^.]{0,80}\byou (?:agree|consent|acknowledge|accept)\b",
    ),
    _cue(
        "inbox",
        MarkKind.SUBSCRIBE,
        r"\b(?:delivered|straight|right|directly) (?:\w+ )?(?:in)?to your (?:e-?mail )?inbox\b",
    ),
    _cue(
        "inbox",
        MarkKind.SUBSCRIBE,
        r"\bin your inbox\b.{0,60}\bsign[- ]?up\b|\bsign[- ]?up\b.{0,60}\bin your inbox\b",
    ),
    _cue(
        "consider",
        MarkKind.SUBSCRIBE,
        r"(?:^|[.!?] |please )consider (?:supporting|becoming|subscribing to|a subscription)\b"
        r".{0,60}\b(?:journalism|subscriber|newsletter|subscription)\b",
    ),
    _cue("reader", MarkKind.SUBSCRIBE, r"^(?:\w+ ){0,4}is reader[- ]supported\b"),
    _cue(
        "cookies",
        MarkKind.COOKIES,
        r"^(?:we|this (?:web ?)?site|our (?:web ?)?site)(?: and our partners)? uses? (?:\w+"
        r" )?cookies\b.{0,200}\b(?:sites?|websites?|browser|experience|traffic|ads|content|consent"
        r"|policy)\b|^(?:este sitio (?:web )?)?(?:utiliza(?:mos)?|usa(?:mos)?) cookies\b"
        r"|^wir (?:verwenden|nutzen) cookies\b|^(?:ce site|nous) utilis(?:e|ons) des cookies\b",
    ),
    _cue(
        "this video",
        MarkKind.NAVIGATION,
        r"this video (?:is|has been|can(?:'t|not) be) (?:\w+ )?(?:restricted|removed|unavailable)",
    ),
    _cue("local forecast", MarkKind.RELATED, r"\? check your local forecast here$"),
    _cue(
        "contributed",
        MarkKind.CREDIT,
        r"^(?:[^.?!]|\b\w\.|\b(?:jr|sr|st)\.){3,200}\bcontributed(?: (?:reporting|research"
        r"|to reporting))? (?:to|for) this (?:report|story|article|post|analysis|fact[- ]check"
        r"|piece)\b[^?!]{0,90}$",
    ),
    _cue("contributed rep", MarkKind.CREDIT, r"^[^.?!]{3,80}\bcontributed reporting\b[^?!]{0,60}$"),
    _cue("rights reserved", MarkKind.CREDIT, r"\ball rights reserved\b"),
    _cue(
        " by ",
        MarkKind.CREDIT,
        r"^.{0,80}\b(?:coverage|reporting|journalism) (?:at|on|by|from"
        r"|in) .{2,60} is (?:made possible|supported|funded)(?: in part)? by .{0,60}\b(?:grants?"
        r"|donations?|readers|foundation|fund)\b",
    ),
    _cue("content partner", MarkKind.CREDIT, r"^.{3,60} is an? .{3,40} content partner\b"),
    _cue("rush deadline", MarkKind.CREDIT, r"\btranscripts are created on a rush deadline\b"),
    _cue(
        "opinion",
        MarkKind.CREDIT,
        r"\bopinions? (?:expressed|in this (?:commentary|article|piece)).{0,60}\b(?:are"
        r"|is) (?:solely |entirely )?(?:those of|(?:his|her|their|the author's|my|its) own)\b",
    ),
    _cue(
        " earn ",
        MarkKind.CREDIT,
        r"\b(?:we|links?|referrals|this (?:page|site|article))\b.{0,150}\b(?:fee|commission"
        r"|revenue)\b|\b(?:fee|commission|revenue)\b.{0,150}\b(?:links?|referrals|this (?:page"
        r"|site|article))\b",
    ),
    _cue(
        "this ",
        MarkKind.CREDIT,
        r"\bthis (?:story|article|column|piece) (?:first|originally) (?:appeared|ran"
        r"|was published)\b",
    ),
    # What WordPress puts below each item of a feed, in the languages of its translations.
    *(
        _cue(words, MarkKind.RELATED, rf"{opening} .{{3,200}} {words}\b.{{2,80}}$")
        for opening, words in (
            ("^(?:the )?(?:post|article|story)", "appeared first on"),
            ("^(?:the )?(?:post|article|story)", "first appeared on"),
            ("^la (?:entrada|noticia)", "aparece primero en"),
            ("^la (?:entrada|noticia)", "se publicó primero en"),
            ("^der (?:beitrag|artikel)", "erschien zuerst auf"),
            ("^l['’]article", "est apparu en premier sur"),
            ("^o (?:post|artigo)", "apareceu primeiro em"),
            ("^l['’]articolo", "proviene da"),
        )
    ),
)
"""They are searched for in short blocks that do not report what somebody said."""

# Labels before the colon of a link to another article ("RELATED: ...").
_LABELS = (
    r"(?:related(?: (?:stories|coverage|content|articles?|video))?|read more|read also|also read"
    r"|see also|read next|read|more|more from [\w' ]{2,30}|more on [\w' ]{2,30}|see more"
    r"|watch more|learn more|don't miss|further reading|full coverage|special coverage"
    r"|complete coverage|go deeper|from the archives?|photos?|photo gallery|gallery|slideshow"
    r"|videos?|watch|listen|podcasts?|check out|live updates?|interactive|graphic"
    r"|subscriber exclusive|for subscribers|just for subscribers|exclusive for subscribers"
    r"|you may also like|recommended|on the go\?|follow us|keep up|sign up|newsletter|download"
    r"|holiday deals|prep for the polls|le(?:a|e|er|ia) (?:también|también|además|mais"
    r"|também)|te puede interesar|(?:à )?lire aussi|lesen sie auch|mehr zum thema|leggi anche)"
)

_AGENCY = (
    r"(?:AP|AP Photo|Associated Press|The Associated Press|AFP|Reuters|REUTERS|EPA(?:-EFE)?|UPI|PA"
    r"|Getty(?: Images)?|Shutterstock|Bloomberg|Xinhua|Zuma(?: Press)?|Sipa(?: USA)?"
    r"|Anadolu(?: Agency)?|USA T(?:ODAY|oday)(?: (?:Network|Sports|NETWORK))?|Imagn(?: Images)?"
    r"|CNN|NPR|NASA|AFP/Getty Images|[A-Z][\w.&' -]{2,40} via (?:AP|Reuters|REUTERS|Getty Images"
    r"|AFP|Imagn|USA TODAY NETWORK))"
).replace(" ", r"\ ")
# Capitals matter here: "Win McNamee/Getty Images", "(AP Photo/Evan Vucci)", "Photo: Mark Henle".
PHOTO_CREDIT = re.compile(
    rf"""
      [\w.'’-]\ ?/\ ?(?:\w[\w.&' -]{{1,30}}/)?{_AGENCY}(?:/File)?\)?$
    | (?:\ via|\ ?[Cc]ourtesy(?:\ of)?|\|)\ +{_AGENCY}(?:\ [Pp]hotos?)?$
    | [(\[|]\s*(?:AP|AFP|Reuters|EPA|Getty)?\ ?(?:[Ff]ile\ )?
      (?:[Pp]hoto|[Ii]mage|[Ii]llustration|PHOTO)s?\b[^()]{{0,90}}[)\]]\.?$
    | \|\ (?:[Pp]hoto|[Ii]mage)s?\b[^()|]{{0,90}}$
    | \(.{{0,60}}\b(?:Getty\ Images|AP\ Photo|via\ AP|via\ Getty|Shutterstock)\b[^()]{{0,40}}\)\.?$
    | (?:^|[.!?)”"]\s+|\s)(?:Photo|Image|Credit|Photograph|Photographer|Illustration
      |Photo\ [Cc]redit|Photo\ [Ii]llustration|Image\ [Cc]redit)s?
      (?:\ by|\ courtesy\ of|:)\ [A-Z][^.?!]{{2,70}}$
    | \([A-ZÀ-Þ][\w.'’-]+(?:\ [A-ZÀ-Þ][\w.'’-]+){{1,3}}\ ?/\ ?[A-ZÀ-Þ][\w.&'’ -]{{2,40}}\)$
    | (?:[.”"]\s)Getty\ Images$
    | ^(?:Getty\ Images|AP\ Photo|{_AGENCY}/[A-Z][\w.' -]{{2,50}})$
    """,
    re.VERBOSE,
)
# A name must follow, unlike in "Writing by hand ...".
REPORTING_CREDIT = re.compile(
    r"\(?(?:[Aa]dditional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled"
    r"|[Ee]dited)(?: and \w+)? by (?=[A-Z])"
)
# On a line of its own: "Mexico City CNN —", "WASHINGTON (AP) —".
DATELINE = re.compile(
    r"(?:[A-Z][\w.,'’ -]{0,60}[ ,])?\(?(?:CNN|CNN ?Business|CNN Sport|AP|AFP|Reuters|REUTERS|UPI"
    r"|KHN|[A-Z][A-Z. ]{2,30})\)?\s*(?:—|–|--)"
)
GALLERY = re.compile(r"\bHide Caption \d+ of \d+\b")
# At least three words: "More: 7%" is a poll result.
LABELLED = re.compile(rf"{_LABELS}\s?[:|»>]\W{{0,3}}\w+(?:\W+\w+){{2}}")
# USA TODAY's links are set without a space: "More:Inflation cools", "See the list:What closed".
GLUED_LABEL = re.compile(
    r"(?:More|Opinion|Related|Video|Photos|Exclusive|[A-Z►][^.:?!]{0,50}"
    r" [a-z][^.:?!]{0,30}?)[\w'’\"”?]:[A-Z‘'\"“]\S*\s[^.]{5,160}$"
)
