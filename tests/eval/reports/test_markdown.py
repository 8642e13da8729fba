import msgspec
import pytest
from markdown_it import MarkdownIt

from eval.records import Report
from eval.reports.formatting import one_line
from eval.reports.markdown import escaped, report_markdown
from tests.eval.reports.samples import HOSTILE, lifelike, record, report

_GITHUB = MarkdownIt("gfm-like", {"linkify": False})
_STARTS = ("# one", "- one", "+ one", "= one", "1. one", "2) one", "> one", "* one", "| one |")


def _named(name: str) -> Report:
    return report([record("q", right=False, type="who")], name=name)


@pytest.mark.parametrize("text", [*HOSTILE, *_STARTS, "see https://evil.example", "a\\b"])
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    (opened, inline, closed) = _GITHUB.parse(escaped(text))

    assert (opened.type, closed.type) == ("paragraph_open", "paragraph_close")
    assert {token.type for token in inline.children or []} <= {"text", "text_special"}
    shown = "".join(token.content for token in inline.children or [])
    assert shown.replace("\u2060", "") == one_line(text)


def test_escaped_text_mentions_nobody() -> None:
    assert "@\u2060everyone" in _GITHUB.render(escaped("ask @everyone"))
    assert "#\u206012" in _GITHUB.render(escaped("see #12"))


def test_addresses_are_no_links() -> None:
    linked = MarkdownIt("commonmark").enable("linkify", ignoreInvalid=True)

    assert "<a" not in linked.render(escaped("see https://evil.example or www.evil.example"))
    assert escaped("https://evil.example") == "https\\://evil.example"


def test_the_short_report_has_the_main_metrics_the_losses_and_five_cases() -> None:
    text = report_markdown(lifelike(60))

    lines = text.splitlines()
    assert lines[0] == "## Harbour news, autumn 2026"
    assert sum(line.startswith("| answer recall") for line in lines) == 3
    assert sum(line.startswith("Lost of ") for line in lines) == 1
    assert sum(line.startswith("- **") for line in lines) == 5
    assert len(lines) < 70


@pytest.mark.short(2)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_questions_make_no_markup(text: str) -> None:
    asked = msgspec.structs.replace(
        record(text, right=False, expected=[text], reason=text, lost=text), question=text
    )
    made = msgspec.structs.replace(_named(text), records=[asked])

    tokens = _GITHUB.parse(report_markdown(made))

    inline = [child for token in tokens for child in token.children or []]
    assert not {token.type for token in tokens} & {"html_block", "fence", "code_block"}
    assert not {token.type for token in inline} & {
        "html_inline",
        "link_open",
        "image",
        "code_inline",
    }
    # One heading, one list with one case: none of the texts began another.
    assert [token.type for token in tokens].count("heading_open") == 1
    assert [token.type for token in tokens].count("list_item_open") == 1
