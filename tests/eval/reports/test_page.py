import math
import re
from functools import cache
from typing import Any, cast

import lxml.html
import msgspec
import pytest

from eval.comparing.baseline import slim
from eval.records import Metric, Report, ShownAnswer
from eval.reports.pages import report_page
from tests.eval.reports.samples import HOSTILE, lifelike, record, report
from tests.forms import gated

_CSP = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


@cache
def _lifelike_page() -> str:
    return report_page(lifelike(60))


def _tree(page: str) -> Any:
    return cast("Any", lxml.html.document_fromstring(page))


def _hostile(text: str) -> Report:
    shown = ShownAnswer(quote=text, highlight=text[2:9], article=text, title=text, start=0, end=9,
                  speaker=text, confidence=0.9, right=False)  # fmt: skip
    found = msgspec.structs.replace(
        record(text, right=False, lost=text, reason=text, expected=[text], found=[shown]),
        question=text, type=text,
    )  # fmt: skip
    other = record("other", right=True, type="who")
    return report([found, other, other], name=text, target=text, settings={text: text},
                  machine={text: text}, command=text)  # fmt: skip


def test_a_page_needs_nothing_but_itself() -> None:
    tree = _tree(_lifelike_page())

    addresses = tree.xpath("//@src | //@srcset | //@href | //@data | //@action")
    assert all(address.startswith(("data:image/svg+xml;base64,", "#")) for address in addresses)
    assert tree.xpath("//script | //link | //iframe | //object | //form") == []
    assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [_CSP]
    assert not re.search(r"url\(|@import", "".join(tree.xpath("//style/text()")))


def test_a_page_has_every_section_there_are_data_for() -> None:
    tree = _tree(_lifelike_page())

    sections = tree.xpath("//h2/@id")
    titles = [title.text_content() for title in tree.xpath("//figure/h3")]
    assert sections == ["metrics", "plots", "losses", "worst", "types", "made"]
    assert titles == [
        "How much is found?",
        "Can the confidence be trusted?",
        "What does refusing gain?",
        "answer recall@1, by type of question",
        "How long does an answer take?",
        "Where are answers lost?",
    ]


def test_a_page_without_data_says_so() -> None:
    empty = report([], metrics=[], data={})

    tree = _tree(report_page(empty))

    assert tree.xpath("//h2/@id") == ["metrics", "made"]
    assert "Nothing was measured." in tree.text_content()


def test_tables_and_pictures_can_be_read_without_seeing_them() -> None:
    tree = _tree(_lifelike_page())

    assert all(len(table.xpath("./caption")) == 1 for table in tree.xpath("//table"))
    assert tree.xpath("//th[not(@scope='col' or @scope='row')]") == []
    assert all(re.search(r"\d", alt) for alt in tree.xpath("//img/@alt"))
    assert len(tree.xpath("//img/@alt")) == len(tree.xpath("//img")) == 6
    assert tree.xpath("//html/@lang") == ["en"]


@pytest.mark.gate
@pytest.mark.parametrize("text", gated(HOSTILE))
def test_hostile_texts_are_shown_and_do_nothing(text: str) -> None:
    page = report_page(_hostile(text))

    tree = _tree(page)
    assert "\x00" not in page
    assert "\x1b" not in page
    assert tree.xpath("//script | //img[@src='x'] | //a[not(starts-with(@href, '#'))]") == []
    assert tree.xpath("//@*[starts-with(name(), 'on')]") == []
    assert len(tree.xpath("//title")) == 1
    shown = re.sub(r"[\x00-\x08\x0e-\x1f]", "\ufffd", text)
    (question,) = tree.xpath("//div[@class='question']")
    (quote,) = tree.xpath("//div[@class='quote']")
    assert question.text_content().strip() == shown
    assert quote.text_content().strip() == shown
    assert quote.xpath("./mark")[0].text_content() == shown[2:9]


@pytest.mark.gate
def test_long_texts_are_cut_and_can_be_unfolded() -> None:
    long = "A very long question of many words. " * 40
    asked = msgspec.structs.replace(record("q", right=False), question=long.strip())

    tree = _tree(report_page(report([asked])))

    (details,) = tree.xpath("//div[@class='question']/details")
    assert len(details.xpath("./summary")[0].text_content()) <= 320
    assert details.xpath("./div")[0].text_content() == long.strip()


def test_an_undefined_figure_is_a_dash() -> None:
    nothing = Metric(name="empty", value=math.nan, low=math.nan, high=math.nan, count=0)

    page = report_page(report([], metrics=[nothing]))

    (row,) = _tree(page).xpath("//tbody/tr[th='empty']")
    assert [cell.text_content() for cell in row.xpath("./td")] == ["–", "–", "0"]
    assert "nan" not in _tree(page).xpath("//body")[0].text_content()


def test_an_interval_is_drawn_where_it_lies() -> None:
    metric = Metric(name="exact match", value=0.5, low=0.4, high=0.65, count=9)

    tree = _tree(report_page(report([], metrics=[metric])))

    (band,) = tree.xpath("//*[@class='band']")
    assert (float(band.get("x")), float(band.get("width"))) == (40.0, 25.0)


def test_a_page_says_how_the_report_was_made() -> None:
    made = lifelike(60)

    section = _tree(_lifelike_page()).xpath("//section[@aria-labelledby='made']")[0].text_content()

    facts = [made.versions, made.models, made.settings, made.data, made.machine]
    assert all(value in section for values in facts for value in values.values())
    assert made.command in section


@pytest.mark.gate
def test_a_baseline_without_texts_has_a_page_too() -> None:
    page = report_page(slim(lifelike(60)))

    assert "(this report does not contain the question)" in page


@pytest.mark.gate
def test_the_same_report_gives_the_same_page() -> None:
    made = report([record("q", right=True), record("r", right=False)])

    assert report_page(made) == report_page(made)
