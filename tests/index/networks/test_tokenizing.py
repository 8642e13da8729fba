"""Tokens of a text, and where they end in it."""

from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from index.networks.tokenizing import WindowTokenizer

WORDS = ["[CLS]", "[SEP]", "[UNK]", "one", "two", "three"]


def small_tokens(window: int = 8) -> WindowTokenizer:
    vocabulary = {word: number for number, word in enumerate(WORDS)}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 0), ("[SEP]", 1)]
    )
    return WindowTokenizer(tokenizer.to_str(), window)


def test_tokens_know_where_their_last_character_is() -> None:
    (found,) = small_tokens().encode(["one 🙂 two"])

    assert found.ids == [0, 3, 2, 4, 1]
    assert found.last.tolist() == [-1, 2, 4, 8, -1]


def test_a_long_text_is_cut_at_the_window_special_tokens_included() -> None:
    (found,) = small_tokens(window=8).encode(["one two three " * 50_000])

    assert found.ids == [0, 3, 4, 5, 3, 4, 5, 1]


def test_words_far_behind_much_white_space_are_still_read() -> None:
    (found,) = small_tokens(window=8).encode([" " * 300_000 + "one two"])

    assert found.ids == [0, 3, 4, 1]
    assert found.last.tolist()[1:3] == [300_002, 300_006]


def test_counting_in_pieces_changes_nothing() -> None:
    tokens = small_tokens()
    texts = ["one two\n" * 100_000, "three", "", "one " * 7, "two " * 400_000]

    assert tokens.count(texts) == [200_000, 1, 0, 7, 400_000]
