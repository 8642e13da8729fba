"""Which language a text is in, told by its function words and letters, or not at all.

Names and titles are words of any language ("La Niña", "Die Hard"). So only words in small letters
and the first one count, articles and prepositions that stand in names are not enough, and a text
with English function words is foreign only if the others are far more.
"""

import re
from functools import cache

from msgspec import Struct

from index.quotations.vocabulary.word_classes import CLOSED, VERB, word_classes
from index.records import Article

ENGLISH = "en"

_ASKING = {
    "de": "wer wem wen wessen wann warum wieso weshalb welche welcher welches welchen wieviel",
    "fr": "quand pourquoi combien quel quelle quels quelles où qu'est-ce quoi",
    "es": (
        "qué quién quiénes cuándo cuánto cuánta cuántos cuántas dónde cómo cuál cuáles quien"
        " quienes cuando cuanto cuanta cuantos cuantas cual cuales"
    ),
    "it": "perché quanti quante quali cos'è dov'è qual",
    "pt": "quem onde porquê quais quantos quantas qual",
    "nl": "waarom wanneer hoeveel welke hoe",
    "sv": "vem vilka vilken vilket varför hur när",
    "da": "hvem hvad hvilke hvilken hvilket hvorfor hvordan hvornår hvor",
    "pl": "kto kiedy dlaczego gdzie ile który która które jak jaki jaka jakie",
    "tr": "kim neden niçin nerede nasıl hangi kaç",
}
"""Words that begin questions and little else."""
_WORDS = {
    "de": (
        "was wie wo war wohin woher worüber wofür womit wobei wird wurde wurden werden worden"
        " hat haben hatte ist sind waren nicht kein keine"
        " über und oder aber auch noch nach mit von vom zum zur beim für auf aus bei durch gegen"
        " ein eine einer eines einem einen dem im ihr ihre sein seine sich es er sie wir ich kann"
        " soll will muss gibt sagte sagt laut denn nur seit zwischen wegen dass gesagt mehr viel"
        " viele als lange kostet fand heißt steht kommt kam ging geht liegt beginnt gewann starb"
        " passierte geschah machte damit dazu dort hier jetzt schon wieder"
    ),
    "fr": (
        "que qui comment est sont été était a ont sera pas ne plus et ou mais avec pour dans"
        " sur sous par entre selon chez cette ces ce cet son sa ses leur leurs il elle ils elles on"
        " nous vous je au aux une un y dit dire fait peut doit avoir être très lors depuis après"
        " avant contre vers sans aussi donc afin déclaré pays"
    ),
    "es": (
        "que como donde es son fue fueron era ha han será está están no se su sus y o pero"
        " con para por en sobre entre según hasta desde sin una un este esta estos"
        " estas más muy también dijo dice hace hay puede debe ser haber tiene había después antes"
        " contra porque ya nos costó cuesta ganó"
    ),
    "it": (
        "che chi cosa come quando quanto dove è sono stato stata era ha hanno sarà non si suo"
        " sua suoi e o"
        " ma con per su tra fra una un uno agli nel nella nei nelle dal dalla sul"
        " sulla questo questa più anche detto dice fatto può deve essere dopo prima contro secondo"
    ),
    "pt": (
        "que como quando quanto é são foi foram era tem têm será está estão não se seu sua e ou mas"
        " com para por em no na nos nas sobre entre uma um ao à aos às pelo pela este esta mais"
        " também disse diz pode deve ser há segundo depois antes contra porque até sem por"
        " custou custa"
    ),
    "nl": (
        "wat wie waar is zijn was waren heeft hebben had werd werden wordt worden niet geen en"
        " of maar met"
        " voor door over bij naar uit tegen tussen volgens een het dit deze zich hij zij ze wij ik"
        " kan moet zal zei zegt ook nog meer veel op aan om als er hun haar"
    ),
    "sv": (
        "vad är var har hade blev blir inte och eller men med för av på till från om mellan enligt"
        " ett det denna sig han hon de vi jag kan ska säger sade också mer många som att i"
    ),
    "da": (
        "er var har havde blev bliver ikke og eller men med for af på til fra om mellem ifølge et"
        " det denne sig han hun de vi jeg kan skal siger sagde også mere mange som at i"
    ),
    "pl": (
        "co czy jest są był była było były ma mają nie się i lub ale z ze dla przez w we na do od"
        " po o według ten ta to kosztuje jego jej ich może powiedział powiedziała jak oraz także"
        " został"
    ),
    "tr": (
        "ne bu şu ve veya ama ile için göre var yok değil mi mı mu mü bir olan olarak daha çok en"
        " sonra önce kadar gibi dedi ki"
    ),
}
_IN_NAMES = {
    "de": "der die das den des am an in zu",
    "fr": "le la les du de des en l d",
    "es": "el la lo los las le les de del a al san",
    "it": "il lo la gli i le di da del della dei delle degli in a al alla alle ai l d",
    "pt": "o a os as de do da dos das",
    "nl": "de van den der ter te in",
    "sv": "den en",
    "da": "den en",
}
"""Function words of which names are made as well."""
_SCRIPTS = {
    "el": "\u0370-\u03ff",
    "und-Cyrl": "\u0400-\u04ff",
    "he": "\u0590-\u05ff",
    "und-Arab": "\u0600-\u06ff",
    "und-Deva": "\u0900-\u097f",
    "th": "\u0e00-\u0e7f",
    "ko": "\uac00-\ud7af",
    "ja": "\u3040-\u30ff",
    "zh": "\u4e00-\u9fff",
}
"""Japanese comes before Chinese, whose characters it uses too."""
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|„[^“”]*[“”]|\"[^\"]*\"|(?<!\w)['‘][^'’]{3,}['’](?!\w)")
_TOKEN = re.compile(r"qu'est-ce|(?:dov|cos)'è|[^\W\d_]+")
_LETTERS = {"es": re.compile("[¿¡]")}
_ALSO_ENGLISH = (
    "who whom whose what which when where why how co com contra den der door era gold ha hat hay"
    " hoe lo men met per sera sin son ten till van war wo"
)
_HAS_TWO_WORDS = re.compile(r"[^\W\d_]\W+[^\W\d_]")
_FEWEST = 2
_FAR_MORE = 2
_ENOUGH = 2_000
"""Characters of a long text that are looked at."""


class _Evidence(Struct, frozen=True):
    """What speaks for a language."""

    tag: str
    own: int
    """Its words, those that ask twice, and its letters; words that are English too count little."""
    english: int
    """English words that it does not have itself."""
    is_distinct: bool
    """Whether any of its words can be no English word and hardly a part of a name."""

    @property
    def is_enough(self) -> bool:
        """Whether a text with it is surely not English."""
        return self.is_distinct and self.own >= max(_FEWEST, _FAR_MORE * self.english + 1)


def language_of(text: str) -> str | None:
    """The tag of the language that a text is surely in; None if that is not sure.

    A script that several languages share has a tag of its own: "und-Cyrl".
    """
    plain = _QUOTED.sub(" ", text[:_ENOUGH])
    script = _script(plain)
    if script is not None:
        return script
    if not _HAS_TWO_WORDS.search(plain):
        return None
    words = _words(plain)
    found = sorted((_evidence(tag, words, plain) for tag in _WORDS), key=lambda one: -one.own)
    foreign = [one for one in found if one.is_enough]
    if not foreign:
        is_english = len(words & _english()) >= _FEWEST and all(one.english for one in found)
        return ENGLISH if is_english else None
    return None if len(foreign) > 1 and foreign[0].own == foreign[1].own else foreign[0].tag


def without_function_words(text: str) -> str:
    """A question in another language without the words that tell nothing of what is asked.

    English ones are known to the index; those of other languages would find whatever is in theirs.
    """
    tag = language_of(text)
    if tag not in _WORDS:
        return text
    empty = frozenset().union(*_lists(tag))
    rest = _TOKEN.sub(lambda word: "" if word[0].lower() in empty else word[0], text)
    return " ".join(rest.split()) if _TOKEN.search(rest) else text


def language_of_article(article: Article) -> str | None:
    """The language of an article: what it says of itself, else what its text shows."""
    if article.language:
        return article.language.strip().lower().replace("_", "-").split("-")[0]
    return language_of(article.text)


def _script(text: str) -> str | None:
    """The script of most letters, unless that is Latin."""
    letters = [sign for sign in text if sign.isalpha()]
    for tag, signs in _SCRIPTS.items():
        if 2 * len(re.findall(f"[{signs}]", text)) > len(letters):
            return tag
    return None


def _words(text: str) -> set[str]:
    """The first word, and all those in small letters."""
    words = _TOKEN.findall(text.replace("’", "'"))
    return {word.lower() for at, word in enumerate(words) if not at or word.islower()}


def _evidence(tag: str, words: set[str], text: str) -> _Evidence:
    asking, own, in_names = _lists(tag)
    mine = words & (asking | own | in_names)
    distinct = mine - _english()
    shared = len(mine) - len(distinct)
    letters = 2 * bool(tag in _LETTERS and _LETTERS[tag].search(text))
    return _Evidence(
        tag=tag,
        # "is" and "of" are Dutch as well, but only where there is Dutch.
        own=len(distinct) + len(distinct & asking) + min(shared, len(distinct)) + letters,
        english=len((words & _english()) - mine),
        is_distinct=bool(distinct - in_names or letters or (distinct and shared >= _FEWEST)),
    )


@cache
def _lists(tag: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    asking, own = frozenset(_ASKING[tag].split()), frozenset(_WORDS[tag].split())
    return asking, own - asking, frozenset(_IN_NAMES.get(tag, "").split()) - own


@cache
def _english() -> frozenset[str]:
    closed = (word for word, classes in word_classes().items() if classes & (CLOSED | VERB))
    return frozenset(closed) | frozenset(_ALSO_ENGLISH.split())
