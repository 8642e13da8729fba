"""Questions that articles answer in so many words."""

import pytest

from eval.training.data.stated import stated
from index.records import Document

SENTENCES: tuple[tuple[str, set[tuple[str, str]]], ...] = (
    ("Ines Duarte, the captain of the Skagen ferry, said on Friday that fog had delayed her.",
     {("Who is the captain of the Skagen ferry?", "Ines Duarte"),
      ("Which captain said on Friday that fog had delayed her?", "Ines Duarte"),
      ("Who is Ines Duarte?", "the captain of the Skagen ferry")}),
    ("The film Night Ferry won a prize for its sound in Cannes.",
     {("Which film won a prize for its sound in Cannes?", "Night Ferry")}),
    ("Later the economist Ines Duarte told reporters about the new ferry.",
     {("Which economist told reporters about the new ferry?", "Ines Duarte")}),
    ("Reporters met Harbour Line CEO Ines Duarte.",
     {("Who is Ines Duarte?", "Harbour Line CEO"),
      ("Who is Harbour Line's ceo?", "Ines Duarte"),
      ("Who is the ceo of Harbour Line?", "Ines Duarte"),
      ("Who is the Harbour Line CEO?", "Ines Duarte")}),
    ("The old ferry was late again because fog had closed the strait.",
     {("Why was the old ferry late again?", "fog had closed the strait")}),
    ("The bridge near Lund was closed to all cars for two years.",
     {("How long was the bridge near Lund closed to all cars?", "two years")}),
    ("It was closed to all cars for two years.", set()),
    ("On Friday, the president, a lawyer, said nothing that reporters could print.", set()),
)  # fmt: skip


def _article(text: str, number: int) -> Document:
    return Document(text=text, id=f"{number}", title="Fog", format="txt", origin="made")


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_questions_are_made_of_what_a_sentence_says(
    sentence: str, expected: set[tuple[str, str]]
) -> None:
    documents = [_article(sentence, number) for number in range(40)]

    made = stated(documents, "made")

    found = {
        (asked.question.replace("What ", "Which ").replace("Who was ", "Who is "),
         made.passages[asked.passage][span.start : span.end])
        for asked in made.asked
        for span in asked.spans
    }  # fmt: skip
    assert found == expected


def test_at_most_one_question_of_an_article_asks_who_somebody_is() -> None:
    text = " ".join(sentence for sentence, _ in SENTENCES)

    made = stated([_article(text, 1)], "made")

    defined = [asked for asked in made.asked if asked.question.startswith(("Who is", "Who was"))]
    assert len(defined) <= 1
    assert 1 <= len(made.asked) <= 4
    assert {made.heads[asked.passage] for asked in made.asked} == {"Fog"}
