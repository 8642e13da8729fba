"""Each entry of the lists of other languages is of use."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.questions.language.detection import without_function_words
from service.questions.language.lists import lists_of, tags

ENTRIES = [(tag, english) for tag in tags() for english in lists_of(tag).question_words]


@pytest.mark.parametrize("tag", tags())
def test_no_word_is_listed_twice(tag: str) -> None:
    lists = lists_of(tag)

    every = [words.split() for words in (lists.asking, lists.function_words, lists.in_names)]

    assert all(len(words) == len(set(words)) for words in every)
    assert not {*every[2]} & {*every[0], *every[1]}


@pytest.mark.parametrize("tag", tags())
def test_all_words_of_a_language_are_left_out_of_a_search_for_a_name(tag: str) -> None:
    lists = lists_of(tag)
    words = f"{lists.asking} {lists.function_words} {lists.in_names}"

    found = without_function_words(f"{words} Carney")

    assert found == "Carney"


@pytest.mark.parametrize(("tag", "english"), ENTRIES)
def test_no_question_word_is_hidden_by_one_before_it(tag: str, english: str) -> None:
    entries = lists_of(tag).question_words

    @settings(max_examples=20, deadline=None, database=None)
    @given(st.from_regex(re.compile(entries[english], re.ASCII), fullmatch=True))
    def check(word: str) -> None:
        at_the_beginning = [
            name for name, one in entries.items() if re.match(rf"(?:{one})(?!\w)", word)
        ]
        assert at_the_beginning[0] == english

    check()
