"""The verdict on a reply to a turn of a scripted conversation."""

import pytest

from eval.conversations import Expect, ScriptedTurn, Understood
from eval.metrics.turns import Verdict, judge
from service.wire.answer import Answer, AnswerItem, Choice, Citation, Speaker


def _turn(expect: Expect, *answers: str, kind: Understood = Understood.PERSON) -> ScriptedTurn:
    return ScriptedTurn(
        question="what did she say",
        stand_alone="What did Mayor Ruiz say?",
        kind=[kind],
        expect=expect,
        answers=list(answers),
    )


def _cited(number: int, quote: str) -> Citation:
    return Citation(
        number=number,
        article_id="bridge",
        version="v",
        title="Bridge to close",
        source="The Harbor Ledger",
        authors=[],
        url=None,
        published="2025-04-11",
        start=0,
        end=len(quote),
        start_utf16=0,
        end_utf16=len(quote),
        quote=quote,
        sha256="",
        before="",
        after="",
        link=None,
        viewer="",
    )


def _reply(
    *quotes: tuple[str, str], form: str = "answers", reason: str | None = None, choices: str = ""
) -> Answer:
    return Answer(
        id="a",
        status="answered" if quotes else "no_answer",
        reason=reason,
        text="",
        searched="",
        form=form,  # type: ignore[arg-type]
        answers=[
            AnswerItem(
                quote=quote,
                highlight=None,
                highlights=[],
                speaker=Speaker(speaker, None),
                confidence=0.9,
                citations=[number],
            )
            for number, (quote, speaker) in enumerate(quotes, 1)
        ],
        citations=[_cited(number, quote) for number, (quote, _) in enumerate(quotes, 1)],
        nearest=[],
        timings_ms={},
        models={},
        choices=[Choice(name=name) for name in choices.split(", ") if name],
    )


_RUIZ = ("“It closes on Friday,” she said.", "Elena Ruiz")
_WELD = ("The welds were faulty, the engineer said.", "Per Håkansson")
_REFUSED = _reply(reason="low_confidence")


@pytest.mark.parametrize(
    ("turn", "reply", "verdict"),
    [
        (_turn(Expect.ANSWERED, "closes on friday"), _reply(_RUIZ), Verdict.RIGHT),
        (_turn(Expect.ANSWERED, "Ruiz"), _reply(_RUIZ), Verdict.RIGHT),
        (_turn(Expect.ANSWERED, "on Friday"), _reply(_WELD, _RUIZ), Verdict.RIGHT),
        (_turn(Expect.ANSWERED, "on Friday"), _reply(_WELD), Verdict.WRONG),
        (_turn(Expect.ANSWERED, "on Friday"), _REFUSED, Verdict.REFUSED),
        (
            _turn(Expect.ANSWERED, "on Friday"),
            _reply(choices="Elena Ruiz, Tomás Ruiz"),
            Verdict.ASKED_BACK,
        ),
        (_turn(Expect.NO_ANSWER), _REFUSED, Verdict.RIGHT),
        (_turn(Expect.NO_ANSWER), _reply(_WELD), Verdict.WRONG),
        (_turn(Expect.NO_ANSWER), _reply(reason="greeting"), Verdict.WRONG),
        (_turn(Expect.CHATTER), _reply(reason="greeting"), Verdict.RIGHT),
        (_turn(Expect.CHATTER), _REFUSED, Verdict.WRONG),
        (
            _turn(Expect.CHOICES, "Elena Ruiz", "Tomás Ruiz"),
            _reply(choices="Elena Ruiz, Tomás Ruiz"),
            Verdict.RIGHT,
        ),
        (_turn(Expect.CHOICES, "Elena Ruiz", "Tomás Ruiz"), _reply(_RUIZ), Verdict.WRONG),
        (_turn(Expect.CHOICES, "Elena Ruiz", "Tomás Ruiz"), _REFUSED, Verdict.REFUSED),
        (_turn(Expect.META, "The Harbor Ledger"), _reply(_RUIZ, form="sources"), Verdict.RIGHT),
        (_turn(Expect.META, "2025-04-11"), _reply(_RUIZ), Verdict.WRONG),
        (
            _turn(Expect.SPEAKERS, "Elena Ruiz", "Håkansson"),
            _reply(_RUIZ, _WELD, form="speakers"),
            Verdict.RIGHT,
        ),
        (
            _turn(Expect.SPEAKERS, "Elena Ruiz", "Håkansson"),
            _reply(_RUIZ, form="speakers"),
            Verdict.WRONG,
        ),
        (
            _turn(Expect.COMPARISON, "on Friday", "welds", "on Monday"),
            _reply(_RUIZ, _WELD, form="comparison"),
            Verdict.WRONG,
        ),
        (_turn(Expect.EXTRACT, "on Friday"), _reply(_RUIZ), Verdict.WRONG),
        (_turn(Expect.EXTRACT, "on Friday"), _reply(_RUIZ, form="extract"), Verdict.RIGHT),
    ],
)
def test_a_reply_is_judged_by_what_the_turn_expects(
    turn: ScriptedTurn, reply: Answer, verdict: Verdict
) -> None:
    assert judge(turn, reply) is verdict


def test_metadata_counts_only_where_the_turn_asks_about_it() -> None:
    plain = _turn(Expect.ANSWERED, "The Harbor Ledger")
    pointing = _turn(Expect.ANSWERED, "The Harbor Ledger", kind=Understood.DEIXIS)

    verdicts = [judge(turn, _reply(_RUIZ)) for turn in (plain, pointing)]

    assert verdicts == [Verdict.WRONG, Verdict.RIGHT]
