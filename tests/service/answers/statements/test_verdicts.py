"""Yes/no questions: "yes" only where the words themselves say so."""

from pathlib import Path

import pytest

from index.records import Article, Document, Quote, QuoteForm, Span
from service.answers.statements.verdicts import verdict
from service.candidates import Candidate
from service.engine import Engine
from service.questions.understand import understand
from service.settings import load
from service.wire.asking import AskRequest

ARTICLE = (
    "The harbour board met in Skagen on Tuesday.\n\n"
    "“The ferry terminal will close in October,” said Marit Strand, who leads the board. "
    "She denied that the shipyard had lost its contract. "
    "“If the storm returns, the lighthouse will be sold,” Strand said.\n\n"
    "The board's chair approved the dredging plan. The council has finally closed the pool. "
    "The museum will not open before Easter. Peder Holm said that the fishermen wanted more time."
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder: Path = tmp_path_factory.mktemp("verdicts")
    settings = load({}, data=str(folder), embedder="letters", reader="sentence")
    engine = Engine(settings)
    document = Document(
        id="skagen", text=ARTICLE, title="Harbour", format="txt", origin="skagen.txt"
    )
    list(engine.ingester.add(engine.collection(None), [document]))
    engine.open()
    return engine


def verdicts(engine: Engine, question: str) -> dict[str, str | None]:
    """The verdict of every answer, however unlikely, by its words."""
    answer = engine.answerer.answer(
        AskRequest(question=question, min_confidence=0.0, max_answers=10)
    )
    return {item.quote: item.verdict for item in answer.answers}


SAID_SO = {
    "did Strand say the ferry terminal will close": "The ferry terminal will close",
    "Did Marit Strand say that the ferry terminal will close in October?": "The ferry terminal",
    "has the council closed the pool?": "The council has finally closed",
    "Did the council close the pool?": "The council has finally closed",
    "will the museum not open before Easter?": "The museum will not open",
}


@pytest.mark.parametrize(("question", "words"), SAID_SO.items())
def test_words_that_say_so(engine: Engine, question: str, words: str) -> None:
    found = [quote for quote, verdict in verdicts(engine, question).items() if verdict == "yes"]
    assert len(found) == 1
    assert words in found[0]


@pytest.mark.parametrize(
    "question",
    [
        "did Strand say the shipyard had lost its contract",  # she denied it
        "did Strand say the lighthouse will be sold",  # on a condition
        "did Strand say the terminal in Skagen will close",  # not her words
        "did Strand say anything about the ferry terminal",  # no claim
        "did Holm say the ferry terminal will close",  # somebody else's
        "did Holm say the fishermen had more time",  # they wanted it
        "did the board approve the dredging plan?",  # its chair did
        "will the ferry terminal close in October?",  # somebody's words, not the article's
        "did the council close the plan?",
        "what did Strand say about the ferry terminal?",
    ],
)
def test_no_verdict_without_the_words(engine: Engine, question: str) -> None:
    assert set(verdicts(engine, question).values()) == {None}


def test_the_sentence_that_says_so_comes_first(engine: Engine) -> None:
    answered = verdicts(engine, "Has the council closed the pool of the board?")
    said = verdicts(engine, "Has the council closed the pool?")

    assert set(answered.values()) == {None}
    assert next(iter(said.items())) == ("The council has finally closed the pool.", "yes")


def test_the_text_says_yes_before_the_words(engine: Engine) -> None:
    request = AskRequest(
        question="did Strand say the ferry terminal will close", min_confidence=0.0, max_answers=1
    )
    text = engine.answerer.answer(request).text
    assert text.startswith("Yes, in these words:\nMarit Strand:\n> ")


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Did Carney say that tariffs would rise?", "tariffs would rise"),
        ("Has Carney ever said tariffs would rise?", "tariffs would rise"),
        ("Did Carney comment on tariffs?", None),
        ("What did Carney say about tariffs?", None),
    ],
)
def test_what_is_a_claim(text: str, claim: str | None) -> None:
    assert understand(text).claim == claim


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Did the council approve the budget?", "The council did not approve the budget."),
        ("Did the council approve the budget?", "On Monday the council didn’t approve the budget."),
        ("Did Okafor concede?", "Okafor refused to concede."),
        ("Has Okafor conceded?", "Okafor has not conceded."),
        ("Will Brightwater appeal?", "Brightwater said it accepted the fine and would not appeal."),
        ("Will Brightwater appeal?", "Brightwater will not appeal."),
        ("Will Brightwater appeal?", "Brightwater has no plans to appeal."),
        ("Is the bridge open?", "The bridge is not open."),
        ("will the museum open before Easter?", "The museum will not open before Easter."),
        ("Did Lee attend the hearing?", "Lee never attended the hearing."),
        ("Did Lee pay the fine?", "Lee failed to pay the fine."),
        ("Was the truck driver hurt?", "The driver of the truck, a man of 46, was not hurt."),
        ("Did Lee vote in Skagen?", "Lee did not vote. She was not in Skagen."),
        ("Will the firm appeal against the fine?", "The firm will not appeal. The fine is high."),
    ],
)
def test_words_that_say_that_it_is_not_so(engine: Engine, question: str, sentence: str) -> None:
    assert _said(engine, question, sentence) == "no"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Did Okafor concede?", "Lee did not vote and Okafor conceded late."),
        ("Did the council approve the budget?", "The council's chair did not approve the budget."),
        ("Did the council approve the budget?", "The council did not only approve the budget."),
        ("Did the council approve the budget?", "The council did not deny it approved the budget."),
        ("Did Lee take the money?", "Lee denied taking the money."),
        ("Will Brightwater appeal?", "Brightwater did not appeal."),
        ("Did Brightwater appeal?", "Brightwater will not appeal."),
        ("Is the bridge open?", "If the bridge is not open, ferries will run."),
        ("Did Lee not attend the hearing?", "Lee did not attend the hearing."),
        ("Did Okafor concede?", "Ruiz did not concede."),
        ("Did Okafor concede?", "The rivals of Okafor did not concede."),
        ("Did Lee vote in Skagen?", "Lee did not vote."),
        ("Was the truck driver hurt?", "The driver of the bus, a man of 46, was not hurt."),
        ("Was the truck driver hurt?", "The owner of the truck, a man of 46, was not hurt."),
        ("Did Lee vote in Skagen?", "Lee did not vote in Oslo, but in Skagen."),
    ],
)
def test_other_negations_give_no_verdict(engine: Engine, question: str, sentence: str) -> None:
    assert _said(engine, question, sentence) != "no"


@pytest.mark.parametrize(
    ("question", "source", "expected"),
    [
        ("Will Brightwater appeal?", "Brightwater", "no"),
        ("Will Brightwater appeal?", "Brightwater said", None),
        ("Will Ruiz appeal?", "Brightwater", None),
    ],
)
def test_only_the_words_of_whoever_is_asked_about_deny_it(
    engine: Engine, question: str, source: str, expected: str | None
) -> None:
    sentence = "Brightwater said it accepted the fine and would not appeal."
    said = Quote(
        content=(Span(17, 58),), form=QuoteForm.INDIRECT, source=Span(0, len(source)), speaker="B"
    )

    assert _said(engine, question, sentence, said) == expected


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Was the brewery sold?", "Rumours that the brewery was sold are untrue."),
        ("Was the brewery sold?", "The report that the brewery was sold was wrong."),
        ("Did the mayor resign?", "The man who shot the mayor resigned."),
        ("Did the bank fail?", "The lawyer representing the bank failed."),
        ("Did the rebels attack?", "The rebels were attacked on Monday."),
        ("Was the minister attacked?", "The minister attacked the plan that was new."),
        ("Were managers dismissed?", "Few managers were dismissed."),
        ("Did the school close?", "Schools closed at noon."),
        ("Did the council approve the budget?", "The council approved the budget of the club."),
        ("Did the council approve the budget?", "The council approved the budget, Lee claimed."),
        ("Did the council approve the budget?", "Lee says “the council approved the budget”."),
    ],
)
def test_words_inside_of_another_statement_give_no_verdict(
    engine: Engine, question: str, sentence: str
) -> None:
    assert _said(engine, question, sentence) is None


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Did the senate vote?", "The senate did not vote on Monday; it voted on Tuesday."),
        ("Was the brewery sold?", "The brewery was not sold to Hopco but to Beerco."),
        ("Does the shop sell beer?", "The shop does not sell beer on Sundays or to minors."),
        ("Has the airline ended flights?", "The airline has not ended flights to Oslo."),
        ("Did the council approve the plan?", "The council did not unanimously approve the plan."),
        ("Did the crew survive?", "The crew did not all survive."),
        ("Has the war ended?", "The war has not ended, Lee wrote."),
    ],
)
def test_a_denial_of_a_part_is_no_denial(engine: Engine, question: str, sentence: str) -> None:
    assert _said(engine, question, sentence) is None


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("Did the council approve the budget?", "In Skagen, the council approved it.", None),
        ("Did the council vote?", "In Skagen, on Monday the council voted.", "yes"),
        ("Did Lee resign?", "OSLO — Mayor Ann Lee resigned.", "yes"),
        ("Did the senate vote?", "The senate did not vote on Monday.", "no"),
        ("Was the man killed?", "The man was killed.", "yes"),
    ],
)
def test_what_opens_a_clause(
    engine: Engine, question: str, sentence: str, expected: str | None
) -> None:
    assert _said(engine, question, sentence) == expected


def _said(engine: Engine, question: str, sentence: str, said: Quote | None = None) -> str | None:
    """The verdict of one sentence."""
    article = Article(
        id="a",
        collection="default",
        version="1",
        text=sentence,
        format="txt",
        origin="a.txt",
        sentences=(Span(0, len(sentence)),),
    )
    words = Candidate(article=article, version_pk=0, quote=Span(0, len(sentence)), said=said)
    return verdict(understand(question), words, engine.catalogue.get("default").lexical.terms)


def test_whoever_rejects_does_not_approve(engine: Engine) -> None:
    text = "The board of Lund rejected the merger. The council of Hove banned scooters in May."
    document = Document(id="lund", text=text, format="txt", origin="lund.txt")
    list(engine.ingester.add(engine.collection(None), [document]))

    assert "no" in verdicts(engine, "Did the board of Lund approve the merger?").values()
    assert "yes" in verdicts(engine, "Did the board of Lund reject the merger?").values()
    # May is a month here.
    assert "yes" in verdicts(engine, "Did the council of Hove ban scooters?").values()
