"""Names and numbers of a question, and how many of them an article does not know.

Who asks about the election of 2028 is not answered by one of 2024, however alike the words are.
"""

import re
from functools import lru_cache

from service.questions.periods import YEAR

_WORD = re.compile(r"\w+")
# A name and what is made of it ("Mexico", "Mexican") begin alike.
_STEM = 5
# Beyond so many characters an article is not looked through, and counts as knowing all.
_LONGEST = 200_000
_OPENERS = frozenset(
    """a according after an and are as at before both by can could did do does during for from give
    had has have how i if in is it list may might name of on since tell the these this to under was
    were what when where which who whom whose why will with would""".split()
)


def unnamed(question: str, *texts: str) -> float:
    """The part of the question's names and numbers that stand in none of the texts; 0 without any.

    Names are told by their capitals, and found by how they begin, whatever their ending.
    """
    patterns = _patterns(question)
    if not patterns or sum(map(len, texts)) > _LONGEST:
        return 0.0
    missing = sum(not any(pattern.search(text) for text in texts) for pattern in patterns)
    return missing / len(patterns)


def of_another_year(question: str, published: str | None, *texts: str) -> bool:
    """Whether the question names years of which the article can tell nothing.

    It neither names any of them nor came out in one, in the year before or in the year after.
    """
    years = YEAR.findall(question)
    if not years or published is None or sum(map(len, texts)) > _LONGEST:
        return False
    of_article = int(published[:4])
    return not any(
        abs(int(year) - of_article) <= 1 or any(year in text for text in texts) for year in years
    )


@lru_cache(maxsize=64)
def _patterns(question: str) -> tuple[re.Pattern[str], ...]:
    found = {}
    for word in _WORD.findall(question):
        plain = word.casefold()
        if plain in _OPENERS or len(word) < 2:
            continue
        if word.isdigit():
            found[plain] = re.compile(rf"\b{word}\b")
        elif word[0].isupper() or word[0].isdigit():
            begins = re.escape(plain[:_STEM])
            # Short ones are whole words: "UN" is not in "unless".
            whole = r"\b" if len(plain) < _STEM else ""
            found[plain] = re.compile(rf"\b{begins}{whole}", re.IGNORECASE)
    return tuple(found.values())
