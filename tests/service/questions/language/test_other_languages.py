"""Question words of other languages become English ones; the rest stays as it is."""

import pytest

from service.questions.language.other_languages import in_english_form


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("¿Cuánto ha costado el remolcador?", "how much ha costado el remolcador?"),
        ("Combien d’élèves sont inscrits à l’école ?", "how many élèves sont inscrits à l’école ?"),
        ("Wie viele Menschen wurden verletzt?", "how many Menschen wurden verletzt?"),
        ("Wie hoch ist die Brücke?", "how high ist die Brücke?"),
        ("Qu'est-ce que le maire a décidé ?", "what le maire a décidé ?"),
        ("Por qué renunció el alcalde", "why renunció el alcalde"),
        ("Dov'è stata la riunione?", "where is stata la riunione?"),
        ("Hoeveel kost de brug?", "how much kost de brug?"),
        ("Wer ist Elena Ruiz?", "who is Elena Ruiz?"),
        ("Qui était Elena Ruiz ?", "who is Elena Ruiz ?"),
        ("¿Quién es Elena Ruiz?", "who is Elena Ruiz?"),
        ("Wer war im Hafen?", "who war im Hafen?"),
    ],
)
def test_the_question_word_is_translated(asked: str, read: str) -> None:
    assert in_english_form(asked) == read


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("Was sagte Carney zum Abkommen?", "What did Carney say about Abkommen?"),
        ("Was hat Carney über Zölle gesagt?", "What did Carney say about Zölle?"),
        ("Was hat Carney gesagt?", "What did Carney say?"),
        (
            "Qu'a dit la mairesse Solène Kervran d'un village sans école ?",
            "What did Solène Kervran say about un village sans école?",
        ),
        ("¿Qué dijo Carney sobre el tratado?", "What did Carney say about el tratado?"),
        ("Cosa ha detto Carney del trattato?", "What did Carney say about trattato?"),
        ("Qué dijo la capitana", "what dijo la capitana"),
    ],
)
def test_somebodys_words_are_asked_for(asked: str, read: str) -> None:
    assert in_english_form(asked) == read


@pytest.mark.parametrize(
    "asked", ["What did Carney say?", "carney usmca", "Ist das Kraftwerk noch in Betrieb?", ""]
)
def test_other_questions_stay_as_they_are(asked: str) -> None:
    assert in_english_form(asked) is None
