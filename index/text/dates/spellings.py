"""Normalises spelt dates: English months, four-digit years."""

import re
from datetime import date

_OFFSET_OF_UTC = re.compile(r"\b(?:UTC|GMT) ?(?=[+-][0-9])")
# In the order of the months; those that English has in the same letters are left out.
_MONTHS = (
    "januar jänner janvier janv enero ene gennaio gen januari janeiro",
    "februar février fevrier févr fevr fév febrero febbraio februari fevereiro fev",
    "märz mär mrz mars marzo maart mrt março marco",
    "avril avr abril abr aprile",
    "mai mayo maggio mag mei maio",
    "juni juin junio giugno giu junho",
    "juli juillet juil julio luglio lug julho",
    "août aout aoû agosto ago augustus",
    "septembre septiembre setiembre settembre setembro",
    "oktober okt octobre octubre ottobre ott outubro out",
    "novembre noviembre novembro",
    "dezember dez décembre decembre déc diciembre dic dicembre dezembro",
)
_WEEKDAYS = (
    "mo di mi do fr sa so mon die mit don fre sam son lun mar mer jeu ven dim mié mie jue vie sáb "
    "sab dom gio lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch "
    "donnerstag freitag samstag sonnabend sonntag lunes martes miércoles miercoles jueves viernes "
    "sábado sabado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica maandag "
    "dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo segunda-feira terça-feira "
    "quarta-feira quinta-feira sexta-feira"
)
_ENGLISH_MONTHS = {
    name: date(2000, number, 1).strftime("%B")
    for number, names in enumerate(_MONTHS, start=1)
    for name in names.split()
}
# "mar." may be a month inside a date.
_WEEKDAY = "|".join(set(_WEEKDAYS.split()) - {"mar"})
_MONTH = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(_ENGLISH_MONTHS)})(?![^\W\d_])\.?", re.IGNORECASE)
_AROUND_DAY = re.compile(
    rf"\b(?:de|del|le|den|der|am|el|il|à|às|alle|um|uhr|{_WEEKDAY})\b\.?,?"
    r"|(?<=\b1)er\b|(?<=[0-9])\.(?= [A-Z])|(?<=[0-9])[ºª°]",
    re.IGNORECASE,
)
_FOREIGN = re.compile(rf"{_MONTH.pattern}|\b(?:de|uhr|à)\b", re.IGNORECASE)
_FOREIGN_WEEKDAY = re.compile(
    rf"(?:{'|'.join(_WEEKDAYS.split())})\.?,?\s+(?=[0-9]{{1,2}}\.?\s*[^\W\d_])", re.IGNORECASE
)
"""In front of a date whose month may be written as in English: "Do, 19 Jun 2014"."""
_CLOCK_WITH_H = re.compile(r"\b([0-2]?[0-9])\s?h\s?([0-5][0-9])\b")
_CLOCK_WITH_DOT = re.compile(
    r"(?<=[0-9]{4})(,? (?:at |um |à |alle )?)([0-2]?[0-9])\.([0-5][0-9])(?![.0-9])"
)
_WORDED_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
# RFC 822 and RFC 850 write years with two digits, spreadsheets write "03-Sep-15". Which number is
# the year must be certain: "18 Sep 25" alone may be of 2018.
_SHORT_YEAR = re.compile(
    rf"(?:(?P<weekday>[a-z]{{3,9}}),?\s+)?(?P<day>[0-9]{{1,2}})(?P<sign>[- ])"
    rf"(?P<month>{_WORDED_MONTH})"
    r"(?P=sign)(?P<mark>['’]?)(?P<year>[0-9]{2})(?P<clock>,?\s+[0-9]{1,2}:[0-9]{2}.*)?",
    re.IGNORECASE,
)
_GERMAN_NUMBERS = re.compile(
    r"([0-3]?[0-9])\. ?([01]?[0-9])\. ?([0-9]{4})(?=.{0,20}\buhr\b)", re.IGNORECASE
)


def in_one_spelling(written: str) -> str:
    """A date on one line, in English words, with all digits of its year; other words stay."""
    text = _CLOCK_WITH_H.sub(r"\1:\2", " ".join(written.split()))
    text = _CLOCK_WITH_DOT.sub(r"\1\2:\3", text)
    # dateutil inverts the sign of "UTC-5", as POSIX does; news articles do not.
    return _with_whole_year(_OFFSET_OF_UTC.sub("", _in_english(text)))


def _in_english(text: str) -> str:
    """A date with the name of its month in English: "14 de marzo de 2025" is "14 March 2025"."""
    text = _FOREIGN_WEEKDAY.sub("", text, count=1) if _FOREIGN_WEEKDAY.match(text) else text
    if not _FOREIGN.search(text):
        return text
    text = _GERMAN_NUMBERS.sub(r"\3-\2-\1", text, count=1)
    plain = _MONTH.sub(lambda month: f" {_ENGLISH_MONTHS[month[0].lower().rstrip('.')]} ", text)
    return " ".join(_AROUND_DAY.sub(" ", plain).split())


def _with_whole_year(text: str) -> str:
    """Give a year of two digits its century (RFC 2822, section 4.3) where it is certainly one."""
    found = _SHORT_YEAR.fullmatch(text)
    if found is None:
        return text
    is_certain = found["clock"] or found["weekday"] or found["mark"] or found["sign"] == "-"
    year = int(found["year"])
    if not is_certain:
        return text
    century = 2000 if year < 50 else 1900
    day = f"{found['day']} {found['month']} {century + year}{found['clock'] or ''}"
    return " ".join(day.split())
