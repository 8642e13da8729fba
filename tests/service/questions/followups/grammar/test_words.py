"""The listed words of questions: each is listed once, and taken for what it is listed as."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from index.quotations.vocabulary.word_classes import PARTICIPLE, VERB
from service.questions.followups.grammar import words
from service.questions.followups.grammar.words import classes_of, is_adjective, mended

LISTED: dict[str, Any] = tomllib.loads(Path(words.__file__).with_suffix(".toml").read_text("utf-8"))


@pytest.mark.parametrize("name", ["verbs", "participles", "adjectives"])
def test_no_word_is_listed_twice(name: str) -> None:
    listed = LISTED[name].split()

    assert len(listed) == len(set(listed))


def test_listed_words_are_of_their_class() -> None:
    verbs, participles = LISTED["verbs"].split(), LISTED["participles"].split()

    assert [word for word in verbs if not classes_of(word) & (VERB | PARTICIPLE)] == []
    assert [word for word in participles if classes_of(word) != PARTICIPLE] == []
    assert [word for word in LISTED["adjectives"].split() if not is_adjective(word)] == []


@pytest.mark.parametrize(("typed", "written"), LISTED["mended"].items())
def test_every_contraction_is_written_out(typed: str, written: str) -> None:
    assert mended(f"so {typed} new") == f"so {written} new"
