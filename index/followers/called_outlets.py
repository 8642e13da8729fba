"""Informal outlet names: "harbor ledger" and "the Ledger" are The Harbor Ledger."""

from msgspec import structs

from index.followers.lexical.completions import Completions
from index.followers.lexical.follower import LexicalIndex
from index.records import Filters
from index.text.matching.folding import folded, folded_words

_ARTICLES = frozenset("the a an der die das le la les l el los las".split())
_LOOKED_AT = 200


def with_known_outlets(filters: Filters, lexical: LexicalIndex) -> Filters:
    """The filters with outlets as spelt in the articles, where unambiguous."""
    if not filters.outlet:
        return filters
    outlets = dict.fromkeys(_known(outlet, lexical) for outlet in filters.outlet)
    return structs.replace(filters, outlet=tuple(outlets))


def outlets_called(words: str, lexical: LexicalIndex) -> list[str]:
    """The outlets whose names contain all of these words, ignoring articles, most articles first.

    An exact match, or one without other words, takes precedence.
    """
    wanted = _telling(words)
    longest = max(wanted, key=len, default="")
    known = Completions(lexical).outlets(longest, _LOOKED_AT) if longest else ()
    found = [outlet.text for outlet in known if wanted <= _telling(outlet.text)]
    exact = [outlet for outlet in found if folded(outlet) == folded(words)]
    whole = [outlet for outlet in found if _telling(outlet) == wanted]
    return exact or whole or found


def _known(outlet: str, lexical: LexicalIndex) -> str:
    """The name of the only outlet that is called so; as it is, if there is none or several."""
    found = outlets_called(outlet, lexical)
    return found[0] if len(found) == 1 else outlet


def _telling(name: str) -> frozenset[str]:
    return frozenset(folded_words(name)) - _ARTICLES
