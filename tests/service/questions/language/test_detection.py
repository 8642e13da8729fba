"""Which language a question is in; nothing English is taken for foreign."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from service.questions.language.detection import language_of, without_function_words

DEMO = Path("service/demo/questions.jsonl")
DATA = Path("../shared/data")


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("de", "Was sagte Carney über die Überprüfung des Abkommens?"),
        ("de", "Was war die Ursache des Feuers?"),
        ("de", "Was kostet die Brücke?"),
        ("de", "wer ist neuer trainer von bayern"),
        ("de", "Wer gewann?"),
        ("fr", "Combien d’élèves sont inscrits à l’école ?"),
        ("fr", "quand rouvre l'école"),
        ("fr", "Quels pays participent ?"),
        ("fr", "Que dit Carney de l'accord ?"),
        ("es", "¿Quién ganó las elecciones en Canadá?"),
        ("es", "que dijo carney sobre el tratado"),
        ("es", "¿Pedro Sánchez?"),
        ("it", "Perché il sindaco si è dimesso?"),
        ("pt", "Quem ganhou as eleições no Canadá?"),
        ("nl", "Wat zei Carney over het verdrag?"),
        ("sv", "Vad sade Carney om avtalet?"),
        ("pl", "Kto wygrał wybory w Kanadzie?"),
        ("und-Cyrl", "Что сказал Carney?"),
        ("ja", "誰が選挙に勝ちましたか"),
        ("zh", "谁赢得了选举?"),
    ],
)
def test_a_question_is_known_by_its_function_words_and_letters(
    language: str, question: str
) -> None:
    assert language_of(question) == language


@pytest.mark.parametrize(
    "text",
    [
        "La Niña El Niño forecast",
        "La La Land cast",
        "Die Hard",
        "Le Pen Macron debate",
        "Como vs Milan",
        "la liga el clasico result",
        "de la soul",
        "Wie US Open",
        "al-Qaeda in Iraq",
        "são paulo carnival",
        "Quantas",
        "Kosten der Brücke",
        "",
    ],
)
def test_names_and_titles_are_of_no_language(text: str) -> None:
    assert language_of(text) is None


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote “La vie en rose”?",
        "what did la nina do to el paso",
        "What is the meaning of c'est la vie?",
        "who plays for real madrid de futbol",
        "What type of company is Van Gend en Loos?",
        "Was Die Welt sued?",
    ],
)
def test_foreign_words_in_an_english_question_leave_it_english(question: str) -> None:
    assert language_of(question) == "en"


def test_no_english_question_of_the_demo_is_taken_for_another() -> None:
    rows = [json.loads(line) for line in DEMO.read_text("utf-8").splitlines()]
    asked = [row for row in rows if row["type"] not in {"language", "service"}]

    foreign = [row["question"] for row in asked if language_of(row["question"]) not in {None, "en"}]

    assert len(asked) > 300
    assert [language_of(question) for question in foreign] == ["es", "es", "fr", "fr"]


@pytest.mark.skipif(not DATA.exists(), reason="no development data here")
def test_no_question_of_the_news_quiz_is_taken_for_another() -> None:
    with gzip.open(DATA / "realtimeqa/questions.jsonl.gz", "rt", encoding="utf-8") as lines:
        asked: list[dict[str, Any]] = [json.loads(line) for line in lines]

    languages = {language_of(row["question"]) for row in asked}

    assert len(asked) > 2_000
    assert languages == {"en"}


@pytest.mark.parametrize(
    ("question", "telling"),
    [
        ("¿Qué dijo Carney sobre el tratado?", "Carney tratado"),
        ("Wie viel kostet die Brücke?", "Brücke"),
        ("Was ist das?", "Was ist das?"),
        ("What did Carney say about the treaty?", "What did Carney say about the treaty?"),
    ],
)
def test_only_telling_words_of_other_languages_are_searched_for(
    question: str, telling: str
) -> None:
    assert without_function_words(question).strip("¿? ") == telling.strip("¿? ")
