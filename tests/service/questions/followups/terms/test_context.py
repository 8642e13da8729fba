"""What the network reads of a message and the turns before it."""

import pytest
from msgspec import structs

from index.networks.model_folders import model_folder
from service.questions.followups.terms.context import (
    LONGEST,
    Context,
    ContextTokenizer,
    Earlier,
    Part,
    earlier_of,
)
from service.questions.followups.turns import ShownQuote, Turn

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def tokens() -> ContextTokenizer:
    return ContextTokenizer((model_folder() / "tokenizer.json").read_text("utf-8"))


def _quote(text: str, **more: str | None) -> ShownQuote:
    quote = ShownQuote(number=1, article_id="a", version="v", start=0, end=len(text), text=text)
    return structs.replace(quote, **more)


def _places(context: Context) -> list[int]:
    return list(dict.fromkeys(word.place for word in context.words))


def test_a_turn_is_read_with_its_headline_speaker_and_quote() -> None:
    quote = _quote("It will take years.", speaker="Elena Ruiz", title="Bridge closed")
    turn = Turn(number=3, question="she?", searched="Ruiz?", status="answered", quotes=(quote,))

    texts = earlier_of([turn])

    assert texts == [
        Earlier("Ruiz?", 3),
        Earlier("Bridge closed", 3, Part.HEADLINE),
        Earlier("Elena Ruiz: It will take years.", 3, Part.QUOTE),
    ]


def test_of_a_long_quote_the_words_around_the_highlight_are_read() -> None:
    quote = _quote("No. " * 500 + "The bridge cost a lot.", highlight="a lot")
    turn = Turn(number=1, question="?", searched="?", status="answered", quotes=(quote,))

    _, shown = earlier_of([turn])

    assert shown.text.endswith("The bridge cost a lot.")
    assert len(shown.text) < 500


def test_words_point_into_their_texts(tokens: ContextTokenizer) -> None:
    earlier = [Earlier("Who is Élodie O’Neill-Söder?", 1), Earlier("La maire.", 1)]

    context = tokens.encode("Why did she resign?", earlier)

    texts = [*(one.text for one in earlier), "Why did she resign?"]
    assert all(texts[word.place][word.start : word.end] == word.text for word in context.words)
    assert [word.text for word in context.words][:4] == ["Why", "did", "she", "resign"]


def test_the_first_question_and_the_last_ones_are_read(tokens: ContextTokenizer) -> None:
    earlier = [Earlier(f"Number {n}: " + "a long question " * 5, n) for n in range(1, 21)]

    context = tokens.encode("Why?", earlier)

    assert len(context.ids) <= LONGEST
    assert _places(context)[:3] == [-1, 19, 18]
    assert _places(context)[-1] == 0


@pytest.mark.parametrize("message", ["", "😀😀😀", "\ud800", "?" * 5_000, "word " * 5_000, "\x00"])
def test_any_message_can_be_read(tokens: ContextTokenizer, message: str) -> None:
    context = tokens.encode(message, [Earlier(message, 1)] * 30)

    assert 2 <= len(context.ids) <= LONGEST
    assert len(context.ids) == len(context.segments)
