"""No word reaches a terminal or a page except through `prompts/`."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from prompts import messages
from tests.prompts.literals import (
    PAGES,
    ROOT,
    SCRIPTS,
    STYLES,
    page_words,
    python_files,
    script_literals,
)
from tests.prompts.printed_words import WORD, printed_words

# What scripts say to the browser, not to a person.
_TECHNICAL = {
    *("Content-Type", "Retry-After", "AbortError", "Bearer ${this.token}"),
    *("text/event-stream, ${JSON_TYPE};q=0.5", "dateline add"),
    # Style guides write dates in English, whatever the reader's language.
    "January|February|March|April|May|June|July|August|September|October|November|December",
    *("Enter", "Escape", "ArrowDown", "ArrowUp"),
    *(".loading span", "said said-${number % LOOKS}", "corner ${given.position}"),
    *("(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)"),
    *("(max-width: 480px), (max-height: 480px)", "event: ", "data: "),
}
_PROSE = re.compile(r"[^\W\d_]{2,}[,.:;!?]?\s|\s[^\W\d_]{2}|^[A-Z][a-z]")
_READ = r"(?:\.(?:textContent|innerText|title|placeholder)\s*=|\W(?:aria-label|title|alt)\"?:)"
_SHOWN = re.compile(rf"{_READ}\s*$|element\((?:[^()]|\{{\s*\}})*,[^()]*,\s*$")


@pytest.mark.parametrize(
    "path", python_files("service/commands", "service/http"), ids=lambda path: path.stem
)
def test_code_prints_no_words_of_its_own(path: Path) -> None:
    assert list(printed_words(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_shows_no_words_of_its_own(path: Path) -> None:
    assert list(_shown(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_word_of_a_page_is_a_message_in_english(path: Path) -> None:
    assert list(_unknown(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_sheet_adds_no_words(path: Path) -> None:
    contents = re.findall(r"content:\s*\"([^\"]*)\"", path.read_text(encoding="utf-8"))

    assert [words for words in contents if WORD.search(words)] == []


@pytest.mark.parametrize(
    "planted",
    [
        'click.echo("no passages found")',
        'click.echo(f"removed {article_id}")',
        'click.secho(name or "unknown", dim=True)',
        'progress.add_task("reading")',
        'def show():\n    state = "superseded" if old else "current"\n    click.echo(state)',
        'def line(x):\n    return f"{x} articles"\nclick.echo(line(3))',
        'console.print("[red]rejected[/] " + origin)',
    ],
)
def test_words_planted_in_code_are_found(planted: str) -> None:
    assert list(printed_words(planted)) != []


@pytest.mark.parametrize(
    "planted",
    [
        'made.textContent = "unknown";',
        'element("p", { class: "note" }, "unknown");',
        'element("b", {}, name, "unknown");',
        'element("img", { alt: "drawing" });',
        'button({ class: "action", "aria-label": "close" }, press);',
        "label = `Answer ${number}`;",
        'notices.push("Nothing was found");',
    ],
)
def test_words_planted_in_a_script_are_found(planted: str) -> None:
    assert list(_shown(planted)) != []


@pytest.mark.parametrize(
    "planted",
    [
        "<p>Welcome</p>",
        '<p data-say="page_send">Ask away</p>',
        '<p data-say="page_unheard_of">Ask</p>',
        '<button aria-label="Close"></button>',
        '<input placeholder="Ask" data-say-label="page_send">',
    ],
)
def test_words_planted_in_a_page_are_found(planted: str) -> None:
    assert list(_unknown(planted)) != []


def _unknown(html: str) -> Iterator[str]:
    """Words of a page that are not what `prompts/en` says under their name."""
    english = messages("en")
    for name, words in page_words(html):
        if name is None or english.get(name) != words:
            yield words


def _shown(script: str) -> Iterator[str]:
    """Strings of a script that read as prose, or are put where a person reads them."""
    for start, literal in script_literals(script):
        words = re.sub(r"\$\{[^}]*\}", "", literal)
        before = script[:start]
        is_class = re.search(r"\bclass: (?:[^,{}]*\? |[^,{}]*: )?$", before) is not None
        is_key = script[start + len(literal) + 2 :].startswith(":")
        if literal in _TECHNICAL or is_class or is_key:
            continue
        if _PROSE.search(words) or (WORD.search(words) and _SHOWN.search(before)):
            yield literal


def test_the_places_that_are_searched_exist() -> None:
    assert (ROOT / "service" / "commands" / "cli.py").exists()
    assert len(PAGES) == 2
    assert SCRIPTS
    assert STYLES
