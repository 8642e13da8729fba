"""Token counts for OpenAI's models, using tiktoken.

`vocabularies/` contains tiktoken's vocabularies, compressed, which it would otherwise download.
"""

import base64
import gzip
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from service.wire.passages import Encoding

if TYPE_CHECKING:
    import tiktoken

_FOLDER = Path(__file__).with_name("vocabularies")
# Where words end before they are cut into tokens, as in `tiktoken_ext.openai_public`.
_UPPER, _LOWER = r"\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}", r"\p{Ll}\p{Lm}\p{Lo}\p{M}"
_CLITICS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
_PATTERNS: dict[Encoding, str] = {
    "o200k_base": (
        rf"[^\r\n\p{{L}}\p{{N}}]?[{_UPPER}]*[{_LOWER}]+{_CLITICS}"
        rf"|[^\r\n\p{{L}}\p{{N}}]?[{_UPPER}]+[{_LOWER}]*{_CLITICS}"
        r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    ),
    "cl100k_base": (
        r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"
        r"|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
    ),
}


def count_tokens(text: str, encoding: Encoding) -> int:
    """The number of tokens; what looks like a special token counts as its characters."""
    return len(load_encoding(encoding).encode_ordinary(text))


@cache
def load_encoding(name: Encoding) -> "tiktoken.Encoding":
    """The encoding, ready to count."""
    import tiktoken

    lines = gzip.decompress((_FOLDER / f"{name}.tiktoken.gz").read_bytes()).splitlines()
    ranks = {base64.b64decode(token): int(rank) for token, rank in map(bytes.split, lines)}
    return tiktoken.Encoding(
        name, pat_str=_PATTERNS[name], mergeable_ranks=ranks, special_tokens={}
    )
