"""Answers kept in parts: what comes back is what was kept, with or without some of its articles."""

from msgspec import structs

from service.conversations.recording import keep, restore
from service.conversations.replies import ask_back
from service.questions.followups.resolution import Act, Narrowing, Resolution
from service.questions.followups.turns import OfferedChoice
from service.wire.answer import Answer


def _kept(answer: Answer) -> Answer:
    turn = keep(answer, 1, "2026-01-01", "which?", "en", Narrowing(outlets=("A",)))
    return restore(turn).answer


def test_choices_that_are_no_articles_come_back() -> None:
    choices = (OfferedChoice(name="Ann Ruiz", question="Who is Ann Ruiz?"), OfferedChoice(name="B"))
    meant = Resolution(act=Act.CHOOSE, searched="which?", choices=choices)
    answer = ask_back(meant, "en")

    assert _kept(answer) == answer


def test_limits_come_back_without_what_was_shown_before() -> None:
    answer = ask_back(Resolution(act=Act.CHOOSE, searched="which?"), "en")
    limits = Narrowing(outlets=("A",), published_from="2026-01-01")

    kept = restore(keep(answer, 7, "2026-01-01", "which?", "en", limits))

    assert (kept.number, kept.question, kept.narrowing) == (7, "which?", limits)
    assert structs.replace(kept.answer, text="") == structs.replace(answer, text="")
