"""Tokens are counted as tiktoken counts them with the vocabularies that it downloads."""

import gzip
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from service.lookups import tokens
from service.lookups.tokens import count_tokens, load_encoding
from service.wire.passages import Encoding

_DOWNLOADED = "https://openaipublic.blob.core.windows.net/encodings/{}.tiktoken"
_TEXTS = [
    "“The bridge will halve the way to school,” said Mayor Elena Ruiz; it cost €41.5 million.",
    "DON'T they'Ll  \n\n\tfoo_bar(1234567)\r\n  ... <|endoftext|>",
    "Die Brücke öffnete. Le pont a été ouvert. El puente se abrió. 橋が開通した。🌉",
    "",
]
_OFFICIAL = """
import json, sys, tiktoken
encoding = tiktoken.get_encoding(sys.argv[1])
print(json.dumps([encoding.encode_ordinary(text) for text in json.loads(sys.argv[2])]))
"""


@pytest.mark.short(1)
@pytest.mark.parametrize("name", get_args(Encoding))
def test_every_token_is_that_of_the_official_encoding(name: Encoding, tmp_path: Path) -> None:
    # Where tiktoken keeps a download; it takes the file only with the right sha256.
    kept = tmp_path / hashlib.sha1(_DOWNLOADED.format(name).encode()).hexdigest()
    ours = Path(tokens.__file__).with_name("vocabularies") / f"{name}.tiktoken.gz"
    kept.write_bytes(gzip.decompress(ours.read_bytes()))

    official = subprocess.run(
        [sys.executable, "-c", _OFFICIAL, name, json.dumps(_TEXTS)],
        env={**os.environ, "TIKTOKEN_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        check=True,
    )

    counted = [load_encoding(name).encode_ordinary(text) for text in _TEXTS]
    assert counted == json.loads(official.stdout)
    assert [count_tokens(text, name) for text in _TEXTS] == [len(one) for one in counted]
