"""The sentences the product says, in every language."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import prompts
from prompts import PromptError, interface_languages, languages, messages, say, validate
from prompts.catalogue import placeholders, read_language

REASONS = sorted(messages("en", "reason_"))
# These add where else to look, or whom else to ask about.
LONGER = {
    "reason_which_speaker",
    "reason_topic_not_in_speaker_quotes_titles",
    "reason_speaker_quotes_unsure_titles",
}


def test_every_language_has_every_message_with_the_same_placeholders() -> None:
    validate()

    assert languages() == ("de", "en", "es", "fr")
    assert interface_languages() == ("ar", "de", "en", "es", "fr", "pt")


def test_a_language_of_the_interface_says_the_rest_in_english() -> None:
    assert say("page_send", "pt-BR") == "Perguntar"
    assert say("answer_speaker", "pt", speaker="Lula") == "Lula:"
    assert messages("ar", "page_").keys() == messages("en", "page_").keys()


def test_values_are_put_in_their_places() -> None:
    said = say("page_period", "de", first="2026-06-01", last="2026-06-07")

    assert said == "Artikel vom 2026-06-01 bis 2026-06-07 zuerst"


@given(st.text())
def test_a_value_stands_there_as_it_is(speaker: str) -> None:
    assert say("answer_speaker", "en", speaker=speaker) == f"{speaker}:"


def test_braces_in_a_value_are_not_filled_again() -> None:
    said = say("page_period", "en", first="{last} {first} {", last="today")

    assert said == "Articles from {last} {first} { to today come first"


@pytest.mark.parametrize(
    ("language", "spoken"),
    [("de", "de"), ("de-AT", "de"), ("de_CH", "de"), ("DE", "de"), ("en-GB", "en"), ("ja", "en"),
     ("", "en"), ("../../etc", "en"), ("__pycache__", "en"), ("*", "en")],
)  # fmt: skip
def test_a_language_nobody_translated_for_is_answered_in_its_nearest(
    language: str, spoken: str
) -> None:
    expected = {"de": "Fragen", "en": "Ask"}[spoken]

    assert say("page_send", language) == expected
    assert messages(language)["page_send"] == expected


def test_a_missing_value_is_named_with_its_message() -> None:
    with pytest.raises(PromptError, match=r"'answer_speaker' needs a value for \{speaker\}"):
        say("answer_speaker", "en")


def test_an_unknown_message_is_named() -> None:
    with pytest.raises(PromptError, match="unknown message 'no_such_message'"):
        say("no_such_message")


def test_messages_are_found_by_the_beginning_of_their_names() -> None:
    found = messages("fr", "page_")

    assert found["page_send"] == "Demander"
    assert all(name.startswith("page_") for name in found)
    assert messages("fr", "nothing_") == {}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("reason", [name for name in REASONS if name not in LONGER])
def test_every_reason_is_one_sentence(language: str, reason: str) -> None:
    values = dict.fromkeys(placeholders(messages("en")[reason]), "Carney")

    said = say(reason, language, **values)

    assert re.fullmatch(r"[^.!?\n{}]+\.", said)


@pytest.mark.parametrize("language", interface_languages())
def test_a_translation_is_not_the_english_text(language: str) -> None:
    english = messages("en")

    same = [name for name, text in messages(language).items() if len(text) > 25]

    assert language == "en" or not any(messages(language)[name] == english[name] for name in same)


def test_a_language_with_faults_is_told_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {
        "en": {"greeting": "Hello {who}", "farewell": "Bye"},
        "nl": {"greeting": "Hallo {wie}", "extra": "?"},
    }
    monkeypatch.setattr(prompts, "catalogue", lambda: broken)

    with pytest.raises(PromptError) as caught:
        validate()

    assert str(caught.value).split("; ") == [
        "nl: extra is unknown in en",
        "nl: farewell is missing",
        "nl: greeting has different placeholders in en",
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("[a]\none\n[a]\ntwo\n", "a is defined twice"),
        ("[a]\n\n[b]\ntext\n", "a is empty"),
        ("[a]\nHello {name}\n", "placeholders cannot be called"),
    ],
)
def test_a_file_that_cannot_be_read_as_messages_is_named(
    tmp_path: Path, content: str, fault: str
) -> None:
    (tmp_path / "page.txt").write_text(content)

    with pytest.raises(PromptError, match=f"page.txt: .*{fault}"):
        read_language(tmp_path)


def test_a_file_holds_comments_messages_of_several_lines_and_brackets(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(
        "# For translators\n\n[first]\nOne [1]\n\ntwo\r\n\n[second]   \n[3] three\n", newline=""
    )

    assert read_language(tmp_path) == {"first": "One [1]\n\ntwo", "second": "[3] three"}
