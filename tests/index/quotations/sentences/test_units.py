import pytest

from index.quotations.sentences.marks import pair_marks
from index.quotations.sentences.paragraphs import split_paragraphs
from index.quotations.sentences.splitting import split_units
from index.quotations.sentences.subject_before import subject_before
from index.quotations.sentences.units import Unit
from index.quotations.vocabulary.word_classes import NAME, QUOTED, TIME, VERB
from index.records import Span
from index.text.segmentation.sentences import split_sentences


def units(text: str) -> list[Unit]:
    paragraphs = split_paragraphs(text)
    return split_units(text, split_sentences(text), paragraphs, pair_marks(text, paragraphs))


def texts(text: str) -> list[str]:
    return [text[unit.start : unit.end] for unit in units(text)]


def test_a_quotation_is_one_word_whatever_stands_in_it() -> None:
    (unit,) = units("“It is late. We go,” Lee said.")

    assert unit.words == ["“", "lee", "said"]
    assert unit.kinds[0] & QUOTED


def test_a_sentence_holds_its_quotation_whole() -> None:
    text = "“It is late. We go,” Lee said. “So be it.” The crowd left."

    assert texts(text) == ["“It is late. We go,” Lee said.", "“So be it.”", "The crowd left."]


def test_a_question_stays_with_the_one_who_asked() -> None:
    assert texts("“Why now?” Mark Carney asked.") == ["“Why now?” Mark Carney asked."]
    assert len(units("“Why now?” The answer is simple.")) == 2


def test_capitals_make_names_but_not_in_titles() -> None:
    (told,) = units("Later Will Smith met Frank Cook in May.")
    (title,) = units("Will Smith Says The Talks Failed")

    kinds = dict(zip(told.words, told.kinds, strict=True))
    assert all(kinds[word] & NAME for word in ("will", "smith", "frank", "cook"))
    assert kinds["may"] & TIME
    assert title.is_title
    assert title.kinds[2] & VERB


def test_a_sentence_without_end_comes_in_pieces() -> None:
    text = "he said " * 1000

    found = split_units(text, [Span(0, len(text))], [Span(0, len(text))], [])

    assert max(len(unit.words) for unit in found) == 400
    assert sum(len(unit.words) for unit in found) == 2000


SUBJECTS = {
    "a name": ("Lee | said it", "Lee"),
    "a long name": ("Senate Leader Mitch J. Lee | said it", "Senate Leader Mitch J. Lee"),
    "with a place": ("The mayor of Flint | said it", "The mayor of Flint"),
    "with an age": ("Cory Lee, 22, of Flint, | said it", "Cory Lee, 22, of Flint,"),
    "with an office": ("Ann Lee, the mayor of Flint, | said it", "Ann Lee, the mayor of Flint,"),
    "with who": ("Trump, who is 70, | said it", "Trump"),
    "two": ("Lee and Cho | said it", "Lee and Cho"),
    "after a time": ("On Tuesday Lee | said it", "Lee"),
    "after a clause": ("When it ended, Lee | said it", "Lee"),
    "a pronoun": ("But she | said it", "she"),
    "a relative": ("They met Lee, who | said it", "who"),
    "an object": ("Talks with her led | said it", ""),
}


@pytest.mark.parametrize(("marked", "expected"), SUBJECTS.values(), ids=SUBJECTS)
def test_the_subject_ends_where_the_verb_begins(marked: str, expected: str) -> None:
    text = marked.replace("| ", "")
    (unit,) = units(text)
    verb = next(at for at, start in enumerate(unit.starts) if start == marked.index("|"))

    found = subject_before(unit, verb)

    span = unit.span(*found) if found else Span(0, 0)
    assert text[span.start : span.end] == expected.rstrip(",")
