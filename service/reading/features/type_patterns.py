"""Figures, days and times as news prose writes them, one pattern for each type of answer.

"90-minute", "two and a half years", "a fortnight", "minus four degrees", "$1.2bn", "one in five",
"from 9.30 a.m.", "aged 34". Where a pattern has a group named `words`, they are what answers.
"""

import re

from service.wire.typed_values import AnswerType


def _any_of(*patterns: str) -> str:
    return "(?:" + "|".join(patterns) + ")"


_MONTH = _any_of(
    "Jan(?:uary)?", "Feb(?:ruary)?", "Mar(?:ch)?", "Apr(?:il)?", "May", "June?", "July?",
    "Aug(?:ust)?", "Sept?(?:ember)?", "Oct(?:ober)?", "Nov(?:ember)?", "Dec(?:ember)?",
) + r"\.?"  # fmt: skip
_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
_SEASON = "(?:spring|summer|autumn|fall|winter)"
_TIME_UNIT = _any_of(
    "seconds?", "secs?", "minutes?", "mins?", "hours?", "hrs?", "days?", "nights?", "weeks?",
    "weekends?", "fortnights?", "months?", "years?", "seasons?", "quarters?", "decades?",
    "centur(?:y|ies)", "generations?",
)  # fmt: skip
_PART_OF_DAY = "(?:night|morning|evening|afternoon|weekend)"
_YEAR = r"(?:1[5-9]|20)\d\d"

_ONES = _any_of(
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundreds?",
    "thousands?", "millions?", "billions?", "dozens?", "half",
)  # fmt: skip
_AND_A_HALF = r"(?:[\s-]and[\s-]a[\s-](?:half|quarter))?"
_FRACTION = _any_of(
    r"(?<!and a\s)half\b(?!\s(?:an?|past|hour|mile|million|billion|dozen)\b)",
    r"(?<!and\s)(?:a|one)[\s-](?:half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)\b",
    r"(?:two|three|four|five|seven|nine)[\s-](?:thirds|quarters|fifths|sixths|eighths|tenths)\b",
)  # fmt: skip
# Bounded, since a table or a long row of figures would be read once from each of them.
FIGURE = (
    rf"(?:\d[\d.,]{{0,20}}\d|\d|\b{_ONES}(?:[\s-](?:and\s)?{_ONES}){{0,12}}\b|\ba(?=\s(?:hundred|thousand|million"
    rf"|billion|dozen)\b)){_AND_A_HALF}"
)
_SCALE = r"(?:[\s-]?(?:hundred|thousand|million|billion|trillion|dozen|mln|mn|bn|tn|m|k)\b)*"
_AMOUNT = FIGURE + _SCALE
_CURRENCY = _any_of(
    "dollars?", "euros?", "pounds?", "cents?", "pence", "pesos?", "yen", "yuan", "rupees?",
    "francs?", "kron(?:er|or|a|e)", "roubles?", "rubles?", "rand", "won", "reais", "lira", "baht",
    "dirhams?", "dinars?", "riyals?", "shekels?", "shillings?", "naira", "zloty", "forints?",
    "crowns?", "bitcoins?", "USD", "EUR", "GBP", "CHF", "JPY", "CAD", "AUD",
)  # fmt: skip
_LENGTH = _any_of(
    r"\w*met(?:er|re)s?", "miles?", "feet", "foot", "ft", "inch(?:es)?", "yards?", "[kcm]?m",
    "blocks?", "light[ -]years?",
)  # fmt: skip

# "a day" is a time in "it took a day", not in "twice a day".
_LASTING = (
    r"(?:for|last\w*|t[ao]kes?|took|taking|spen[dt]\w*|with?in|after|over|under|than|nearly|almost|about"
    r"|around|only|just|and|least|another|a whole|in)"
)
_CLOCK = (
    r"\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\b\.?)(?:\s(?:[ECMP][SD]?T|GMT|UTC|BST)\b)?|\d{1,2}:\d\d\b"
    r"|\d{4}\s(?:GMT|hours|UTC)\b|\b(?:\d{1,2}|\w+)\so[’']clock\b"
    r"|\b(?:half past|quarter (?:past|to))\s\w+"
)
_DATE = _any_of(
    rf"(?:{_DAY},?\s+)?{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+{_YEAR})?\b(?![:.]?\d|\s?%)",
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?",
    rf"{_MONTH}\s+(?:of\s+)?{_YEAR}",
    rf"(?:early|late|mid)[ -](?:{_MONTH}|{_YEAR}s?)",
    rf"{_SEASON}\s+(?:of\s+)?{_YEAR}",
    rf"(?<![$€£¥,.])\b{_YEAR}s?\b(?![,.]?\d)",
    rf"(?:last|next|this|that|every|each|earlier this|later this)\s+"
    rf"(?:{_TIME_UNIT}|{_PART_OF_DAY}|{_SEASON}|{_DAY}|{_MONTH})",
    rf"(?:in|since|until|by|before|after|from|during)\s+{_MONTH}\b",
    rf"{_DAY}\b",
    r"yesterday\b|today\b|tonight\b|tomorrow\b",
    rf"\b\w{{1,30}}\s+{_TIME_UNIT}\s+(?:ago|later|earlier)",
)  # fmt: skip
_ANY_NUMBER_UNIT = (
    r"(?:[\s-]?(?:percent(?:age points?)?|per cent|%|degrees|points?|tons?|tonnes?|kilograms?|kg"
    rf"|mph|acres?|hectares?|lit(?:er|re)s?|{_LENGTH}|{_TIME_UNIT}|{_CURRENCY})\b)?"
)

_T = AnswerType
_PATTERNS = {
    _T.DATE: _DATE,
    _T.TIME: rf"\b(?:{_CLOCK})|\b(?:noon|midday|midnight|dawn|dusk|sunrise|sunset)\b",
    _T.DURATION: _any_of(
        rf"\b{_AMOUNT}(?:[\s-](?:or|to)[\s-]{_AMOUNT})?(?:[\s-](?!of\b|in\b|and\b|or\b)[a-z]+)?"
        rf"[\s-]{_TIME_UNIT}\b{_AND_A_HALF}(?![\s-](?:ago|old|later|earlier|of age)\b)",
        rf"\b(?:half an?|several|a few|a couple of|many|some|the (?:past|last)|a full|a whole"
        rf"|an entire)[\s-](?:{_AMOUNT}[\s-])?{_TIME_UNIT}\b(?![\s-](?:ago|old|later|earlier)\b)",
        rf"\b{_LASTING}\s+(?P<words>an?[\s-](?:\w+[\s-])?{_TIME_UNIT}\b{_AND_A_HALF})"
        r"(?![\s-](?:ago|old|later|earlier)\b)",
        r"\bfor (?:weeks|months|years|hours|days|decades|centuries|life|ever)\b",
        r"\b(?:a|three) quarters? of an hour\b",
        r"\b(?:a fortnight|overnight|indefinitely|permanently|forever|all (?:day|night))\b",
        r"\b(?:day|night|week|month|year|decade|hour)s?[- ]long\b",
        r"\b\d+\s?(?:h|hr|min)\b(?:\s?\d+\s?m(?:in)?)?",
    ),
    _T.AGE: _any_of(
        rf"\b{FIGURE}[\s-](?:years?|months?|weeks?|days?)[\s-](?:old|of age)\b",
        rf"\b{FIGURE}[\s-]year[\s-]olds?\b",
        r",\s(?P<words>\d{1,3}),",
        rf"\bage[ds]?\s(?:of\s)?{FIGURE}(?:\sor\s\w+)?",
        r"(?<=\()\d{1,3}(?=\))",
        rf"\b(?:is|was|turn\w*|at|be|now|only|just)\s{FIGURE}\b(?!\s?%|[:.]\d)",
        r"\bin\s(?:his|her|their)\s(?:early |late |mid-?\s?)?(?:\d0s|(?:teen|twent|thirt|fort|fift"
        r"|sixt|sevent|eight|ninet)(?:ies|s)?)\b",
        rf"\b{FIGURE}\s(?:years|months|centuries|decades)\b(?!\sago)",
        r"\b(?:a century|centuries) old\b",
    ),
    _T.MONEY: _any_of(
        rf"(?:\b[A-Z]{{1,3}})?[$€£¥₹₩₽]\s?{_AMOUNT}",
        rf"\b(?:USD|EUR|GBP|CHF|JPY|CAD|AUD|Rs\.?)\s?{_AMOUNT}",
        rf"\b{_AMOUNT}\s(?:(?!per\b)[\w.]+\s)?{_CURRENCY}\b",
        r"\b\d+(?:\.\d+)?p\b|\b(?:free of charge|(?:is|are|be|for) free|no charge|for nothing)\b",
        r"\ba (?:dollar|euro|pound)\b",
    ),
    _T.SHARE: _any_of(
        rf"\b{FIGURE}\s?(?:%|percent\b|per cent\b|pct\b|percentage points?\b)",
        rf"\b{_FRACTION}",
        rf"(?<!-)\b{FIGURE}\s(?:out of(?: every)?|in(?: every)?)\s(?!{_YEAR}){FIGURE}",
        r"\b(?:most|majority|minority|nearly all|almost all|quarter of|third of)\b",
    ),
    _T.SCORE: _any_of(
        r"(?<![\d.,/–-])\d{1,3}\s?[-–—:]\s?\d{1,3}(?![\d/]|[-–]\w|\s?(?:[ap]\.?m\b|%))",
        rf"\b{FIGURE}(?:\s\w+)?\sto\s(?:{FIGURE}|nil|love)\b|\b{FIGURE}[- ](?:all|nil|love)\b",
    ),
    _T.TEMPERATURE: _any_of(
        rf"(?:\bminus\s|[-−])?(?:\b{FIGURE})\s?(?:°\s?[CF]?|degrees\b(?:\s(?:Celsius|Fahrenheit|below"
        r"(?: zero)?))?|[CF]\b)",
        rf"\bminus\s{FIGURE}|\b{FIGURE}\sbelow(?:\szero)?\b",
    ),
    _T.DISTANCE: rf"\b{_AMOUNT}(?:\s(?:nautical|more|and))?[\s-]{_LENGTH}\b"
    rf"|\b(?:half )?an? (?:half )?(?:mile|kilomet(?:er|re)|met(?:er|re)|foot|inch|block|yard)\b"
    rf"|(?<![$€£¥\d.,])\b\d[\d.,]*(?:km|m|cm|mm|ft)\b|\b{FIGURE}\s?feet\s{FIGURE}\b",
    _T.COUNT: rf"[$€£¥]?\s?{_AMOUNT}{_ANY_NUMBER_UNIT}",
}  # fmt: skip
BY_TYPE = {type_: re.compile(pattern, re.IGNORECASE) for type_, pattern in _PATTERNS.items()}
BY_TYPE[_T.QUANTITY] = BY_TYPE[_T.COUNT]
BY_TYPE[_T.DIFFERENCE] = re.compile(
    "|".join(
        BY_TYPE[type_].pattern.replace("?P<words>", "?:")
        for type_ in (_T.MONEY, _T.SHARE, _T.DISTANCE, _T.DURATION, _T.COUNT)
    ),
    re.IGNORECASE,
)
PLACE = re.compile(
    r"\b(?:in|at|near|outside|inside|from|to|across|off|around|through|on|of"
    r"|(?:north|south|east|west) of)\s+"
    r"(?:the\s+|downtown\s+|central\s+|northern\s+|southern\s+|eastern\s+|western\s+)?"
    r"(?P<words>[A-ZÀ-Þ][\w'’.-]+(?:,?\s+(?:(?:of|de|del|la|the)\s+)?[A-ZÀ-Þ][\w'’.-]+)*)"
)
NAME = re.compile(
    r"\b(?:[A-ZÀ-ÖØ-Þ][\w'’-]*[a-zß-ÿ0-9]|[A-Z]{2,}|[A-Z]\.)"
    r"(?:\s+(?:(?:of|the|de|da|del|van|von|der|al|bin|la|le|and|&)\s+)?"
    r"(?:[A-ZÀ-ÖØ-Þ][\w'’-]*[\wß-ÿ]|[A-Z]\.))*"
)
REASON = re.compile(
    r"\b(?:because|due to|owing to|caused by|blam(?:ed|ing)|thanks to|as a result|in order to"
    r"|so that|since|after|following|over|amid"
    r"|to (?:help|protect|avoid|prevent|make|allow|give|keep|reduce|save|stop|ensure))\b",
    re.IGNORECASE,
)
