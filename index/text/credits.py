"""Credit lines above a text: author, outlet and publication date.

    By Jane Doe, staff writer
    The Harbor Ledger | November 24, 2026

A line is a credit only as a whole. Places, sections and offices do not identify an author or
outlet.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from index.text.dates.parsing import parse_loose_date

_LONGEST = 150
_BARS = re.compile(r"\s*[|·•¦]\s*|\s+[—–/-]+\s+|\s*;\s+|\.\s+(?=(?:By|BY|Published|Updated)\s)")
_BY = re.compile(
    r"(?:(?:Written|Reported|Posted|Story|Words|Text|Report|Published) by|(?:By|BY)|Von|VON|Par|PAR"
    r"|Por|POR|Di|Door|Authors?:|Byline:|Autor(?:in)?:|Auteure?:)(?<=[\w:]):?\s+(?=[^\W\d_])"
)
"""With a capital: "by Lee Smith" may be the middle of a sentence."""
_FROM = re.compile(
    r"(?:source|publication|newspaper|outlet|publisher|quelle|fuente|fonte):\s+", re.IGNORECASE
)
_HEADLINE = re.compile(
    r"(?:title|headline|titel|überschrift|titre|título|titular|titolo):\s+(?=\S)", re.IGNORECASE
)
_FOR = re.compile(r"(?P<name>.+?)(?:\s+for\s+(?P<outlet>.+)|\s+\((?P<agency>[^()]+)\))")
_PUBLISHED = re.compile(
    r"(?:(?:first |originally )?(?:published|posted|issued|filed)|date|publi(?:ée?|cado|cada)"
    r"|veröffentlicht|pubblicato|erschienen)(?: on| am| le| el| il)?:?\s+",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"(?:last )?(?:updated|modified|mis(?:e)? à jour|aktualisiert|actualizado|aggiornato)"
    r"(?: on| am| le| el| il)?:?\s+",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"(?:\w[\w.'’-]*\s+){0,4}(?:writer|reporter|correspondent|editor|columnist|contributor"
    r"|journalist|staff|bureau|desk|redaktion|rédaction|redacción)s?",
    re.IGNORECASE,
)
_SPECIAL = re.compile(r"special (?:to|for)\s+", re.IGNORECASE)
_WHERE = re.compile(r"\s+in\s+[A-ZÀ-Þ].*$|\s*\S+@\S+|\s*\(?@\w+\)?")
_AND = re.compile(r",?\s+(?:and|AND|und|UND|et|ET|y|e|en|&)\s+|,\s*")
_AGENCY = (
    r"Reuters|AP|AFP|dpa|UPI|EFE|ANSA|BBC(?: \w+)?|CNN|NPR|CBS|NBC|ABC|PBS|Bloomberg|Axios|Politico"
)
_PAPERS = (
    "Times|Post|News|Ledger|Courier|Herald|Tribune|Gazette|Journal|Chronicle|Press|Daily|Weekly"
    "|Standard|Telegraph|Observer|Guardian|Independent|Mail|Mirror|Globe|Register|Sentinel"
    "|Examiner|Dispatch|Review|Reporter|Bulletin|Wire|Magazine|Inquirer|Monitor|Mercury|Record"
    "|Messenger|Beacon|Star|Sun|Bee|Banner|Citizen|Enterprise|Pioneer|Clarion|Statesman"
    "|Letter|Argus|Echo|Advertiser|Republic|Voice|Network|Agency|Today|Nachrichten|Zeitung"
    "|Anzeiger|Rundschau|Tagblatt|Tageblatt|Kurier|Presse|Allgemeine|Morgenpost"
)
_FOREIGN = (
    "Monde|Figaro|Courrier|Gazette|Voix|Dépêche|Presse|Voz|Diario|País|Mundo|Periódico|Correo"
    "|Prensa|Nación|Heraldo|Corriere|Stampa|Repubblica|Messaggero|Spiegel|Zeit|Welt"
)
_OUTLET = re.compile(
    rf"(?:{_AGENCY})|(?:[\w'’.&-]+\s+){{0,5}}\S*(?:{_PAPERS})(?:[ -](?:Online|Daily|Service))?"
    rf"|(?:(?:La|Le|L[’']|El|Les|Los|Il|Der|Die|Das)\s*)?(?:{_FOREIGN})\b(?:\s+[\w'’.&-]+){{0,4}}"
    r"|[\w-]+(?:\.[\w-]+){0,3}\.[a-z]{2,10}",
    re.IGNORECASE,
)
# A name that starts like this is not a person's; a place may be called "The Hague" or "La Paz".
_WITH_ARTICLE = re.compile(
    r"(?:The|La|Le|Les|El|Los|Las)\s+\S+\s+\S.*|(?:Der|Die|Das|Il|Lo)\s+\S.*|\S.*\s&\s.*\S"
)
_ASIDE = re.compile(
    r"\d{1,3}[ -]min(?:ute)?s? read|(?:page|pages|p\.|pg\.|section|seite|s\.)\s?[\w-]{1,5}",
    re.IGNORECASE,
)
_COLUMNS = re.compile(r"\t+|\s{3,}")
_BEFORE_A_DATE = re.compile(r"[\s,]+\(?(?=[A-Z0-9])")
_PLACE_AND_AGENCY = re.compile(r"[^()]+\((?P<agency>[^()]+)\)")
_PARTICLES = frozenset(
    "of the de del la las le les los van von der den di da dos du al bin el".split()
)
_INITIAL = re.compile(r"(?:[A-Z]\.)+|&|[dl]'[A-ZÀ-Þ]\S*|[\w-]+(?:\.[\w-]+){0,3}\.[a-z]{2,10}")
_TITLES = frozenset(
    "Dr. Sen. Sens. Rep. Reps. Gov. Mr. Mrs. Ms. Rev. Prof. St. Lt. Gen. Sgt. Jr. Sr.".split()
)
_MOST_WORDS = 6
_MOST_PIECES = 8
_MOST_PIECES_OF_DATE = 3
"""Between commas: "Monday, May 4, 2026"."""


class Credit(Struct, frozen=True, kw_only=True):
    """The credits in one or several lines."""

    authors: tuple[str, ...] = ()
    outlet: str | None = None
    published: str | None = None
    modified: str | None = None
    name: str | None = None
    """A name next to a date, which may be a person's or an outlet's."""
    is_labelled: bool = False
    """Whether the line marks the name as an outlet's ("Source: ...")."""


def credit_of(line: str) -> Credit | None:
    """The credits of a line that contains only a byline, an outlet or a date; otherwise None."""
    line = " ".join(_COLUMNS.sub(" | ", line.strip()).split()).strip("*_ ")
    if not 0 < len(line) <= _LONGEST:
        return None
    if line[0] == "(" and line.find(")") == len(line) - 1:
        line = line[1:-1]
    found = []
    parts = [part.strip(" ,.") for part in _BARS.split(line) if part]
    for part in parts:
        is_by = len(parts) > 1 and part.startswith("by ")
        # Between bars, "by" does not start a clause.
        credit = _credit_of_part(f"B{part[1:]}" if is_by else part)
        if credit is None:
            return None
        found.append(credit)
    return _useful(together(found))


def together(several: Sequence[Credit]) -> Credit:
    """The credits of several lines, the first of each kind."""
    return Credit(
        authors=next((one.authors for one in several if one.authors), ()),
        outlet=_first(one.outlet for one in several),
        published=_first(one.published for one in several),
        modified=_first(one.modified for one in several),
        name=_first(one.name for one in several),
        is_labelled=any(one.is_labelled for one in several),
    )


def labelled_headline(line: str) -> str | None:
    """The headline in a labelled line ("Title: Budget passes"); otherwise None."""
    label = _HEADLINE.match(line)
    return line[label.end() :].strip() if label else None


def is_outlet(words: str) -> bool:
    """Whether these words name an outlet by their form: "The Harbor Ledger", "Le Monde"."""
    return is_name(words) and _OUTLET.fullmatch(words) is not None


def is_name(words: str) -> bool:
    """Whether it is one to six words with capitals, and particles between them."""
    parts = words.replace("’", "'").split()
    return 0 < len(parts) <= _MOST_WORDS and all(map(_may_be_in_name, parts))


def _may_be_in_name(part: str) -> bool:
    if part in _PARTICLES or _INITIAL.fullmatch(part):
        return True
    return part[0].isupper() and part[-1] not in ":;!?," and (part[-1] != "." or part in _TITLES)


def _first(values: Iterator[str | None]) -> str | None:
    return next(filter(None, values), None)


def _useful(credit: Credit) -> Credit | None:
    """Only a byline, a date or a label makes a line a credit: a name may be a headline."""
    is_sure = credit.authors or credit.published or credit.modified or credit.is_labelled
    return credit if is_sure else None


def _credit_of_part(part: str) -> Credit | None:
    """What is between two bars."""
    if _ASIDE.fullmatch(part):
        return Credit()
    byline = _BY.match(part)
    if byline:
        return _byline_and_date(part[byline.end() :])
    source = _FROM.match(part)
    if source:
        named = part[source.end() :]
        return Credit(outlet=named, is_labelled=True) if is_name(named) else None
    words = part.split(",")
    for begin, end in _runs(len(words)) if len(words) <= _MOST_PIECES else ():
        date = _date(",".join(words[begin:end]).strip())
        if date is not None:
            beside = [word.strip() for word in (*words[:begin], *words[end:]) if word.strip()]
            return _dated(date, beside)
    return _without_sign(part) or _named(part)


def _without_sign(part: str) -> Credit | None:
    """An outlet and a date with only a blank between them, or a bracket."""
    for gap in _BEFORE_A_DATE.finditer(part) if any(map(str.isdigit, part)) else ():
        outlet = part[: gap.start()]
        date = _date(part[gap.end() :].rstrip(")")) if is_outlet(outlet) else None
        if date is not None:
            return together([date, Credit(outlet=_plain_outlet(outlet))])
    return None


def _runs(count: int) -> Iterator[tuple[int, int]]:
    """Stretches of pieces between commas, the longest first: a date has commas of its own."""
    for length in range(count, 0, -1):
        for begin in range(count - length + 1):
            yield begin, begin + length


def _date(words: str) -> Credit | None:
    updated = _UPDATED.match(words)
    label = updated or _PUBLISHED.match(words)
    day = parse_loose_date(words[label.end() :] if label else words)
    if day is None:
        return None
    return Credit(modified=day) if updated else Credit(published=day)


def _dated(date: Credit, beside: Sequence[str]) -> Credit | None:
    """A date and what stands beside it between commas: an outlet, or a place."""
    named = [_named(words) for words in beside]
    if None in named:
        return None
    outlets = [one.outlet for one in named if one is not None and one.outlet]
    return together([date, Credit(outlet=outlets[0] if outlets else None)])


def _named(words: str) -> Credit | None:
    """An outlet, an office, or a name of which that is not certain; None if it is none of these."""
    special = _SPECIAL.match(words)
    if special and is_name(words[special.end() :]):
        return Credit(outlet=words[special.end() :], is_labelled=True)
    agency = _PLACE_AND_AGENCY.fullmatch(words)
    if agency:
        return Credit(outlet=agency["agency"] if is_outlet(agency["agency"]) else None)
    if is_outlet(words):
        return Credit(outlet=_plain_outlet(words))
    if is_name(words) and _WITH_ARTICLE.fullmatch(words):
        return Credit(outlet=words)
    if _OFFICE.fullmatch(words):
        return Credit()
    if not is_name(words):
        return None
    # A single word is a section or a place; all capitals indicate a dateline.
    is_certain = " " in words and not words.isupper()
    return Credit(name=words if is_certain else None)


def _plain_outlet(words: str) -> str:
    """An outlet without the words in front of it: "From the Riverton Courier"."""
    return re.sub(r"(?i)^(?:from|via|in)\s+(?:the\s+)?(?=\S)", "", words)


def _byline_and_date(words: str) -> Credit | None:
    """The names after "By", and the date that may follow them after a comma."""
    pieces = words.split(",")
    for begin in range(max(0, len(pieces) - _MOST_PIECES_OF_DATE), len(pieces)):
        date = _date(",".join(pieces[begin:]).strip())
        if date is not None:
            names = _byline(",".join(pieces[:begin])) if begin else None
            return names and together([names, date])
    return _byline(words)


def _byline(words: str) -> Credit | None:
    """The names after "By"; an outlet among them is not an author."""
    authors: list[str] = []
    outlets: list[str] = []
    for part in filter(None, _AND.split(words)):
        name = _WHERE.sub("", part.strip()).strip()
        written = _FOR.fullmatch(name)
        if written:
            name, outlet = written["name"], written["outlet"] or written["agency"]
            outlets += (
                [outlet] if is_outlet(outlet) or (written["outlet"] and is_name(outlet)) else []
            )
        if _OFFICE.fullmatch(name):
            continue
        special = _SPECIAL.match(name)
        if special or (authors and is_outlet(name)):
            outlets.append(name[special.end() :] if special else name)
        elif is_name(name):
            # "By Jane Doe, Washington": one word after a name is no second person.
            authors += [name] if not authors or " " in name else []
        else:
            return None
    return Credit(authors=tuple(authors), outlet=outlets[0] if outlets else None)
