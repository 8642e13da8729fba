"""The plain view: what is searched and read, with a map back to the text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Span
from index.text.matching.plain import plain

_LETTERS = st.text(
    st.sampled_from(
        "ab é e\u0301 ö\u00ad\u200b\ufeff\u200dﬁﬂ ＡＢ１ \u0308\u1112\u1161\u11abﾊﾞ″ʼ\ufefb.“”оΑ"
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("re\u00adcon\u00adstruc\u00adtion", "reconstruction"),
        ("par\u200blia\u2060ment\ufeff", "parliament"),
        ("oﬃce ﬂoor", "office floor"),
        (unicodedata.normalize("NFD", "Zoë Brontë, Málaga"), "Zoë Brontë, Málaga"),
        (unicodedata.normalize("NFD", "한국"), "한국"),
        ("Ｔａｎａｋａ １２", "Tanaka 12"),
        ("ﾊﾞｽ", "バス"),
        ("\ufee3\ufeaa\ufef3\ufee8\ufe94", "مدينة"),
        ("″no″, O\u02bcBrien", '"no", O’Brien'),
        ("𝗕𝗿𝗲𝗮𝗸𝗶𝗻𝗴", "Breaking"),
        ("the раураl of Pоdgorny", "the paypal of Podgorny"),
        ("Μayor Εlena Ruiz", "Mayor Elena Ruiz"),
    ],
)
def test_unusual_characters_are_as_people_type_them(text: str, shown: str) -> None:
    assert plain(text).text == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        "“naïve”, Zoë’s café – 1½ m², 3\u00a0%…",
        "Москва, Санкт-Петербург, β-блокатор, ΑΒΓ",
    ],
)
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    assert plain(text) == (text, ())


def test_a_word_of_the_view_leads_back_to_its_characters() -> None:
    text = "The aqua\u00adrium of the ﬁnance oﬃce"
    view = plain(text)

    places = [view.text.index(word) for word in ("aquarium", "finance", "office")]
    words = ("aquarium", "finance", "office")
    spans = [
        view.original(Span(at, at + len(word))) for at, word in zip(places, words, strict=True)
    ]

    assert [text[span.start : span.end] for span in spans] == ["aqua\u00adrium", "ﬁnance", "oﬃce"]


@given(_LETTERS, st.data())
def test_every_part_of_the_view_leads_to_characters_that_show_it(
    text: str, data: st.DataObject
) -> None:
    view = plain(text)
    start = data.draw(st.integers(0, len(view.text)))
    end = data.draw(st.integers(start, len(view.text)))

    span = view.original(Span(start, end))
    again = view.seen(span)

    assert 0 <= span.start <= span.end <= len(text) or start == end
    assert start == end or (again.start <= start and end <= again.end)


@given(_LETTERS)
def test_the_view_of_a_view_is_itself(text: str) -> None:
    once = plain(text).text

    assert plain(once).text == once or unicodedata.normalize("NFC", once) == plain(once).text
