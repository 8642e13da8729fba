"""Plain requests are recognised by how they begin or end; real questions stay questions."""

import pytest

from service.questions.kinds.plain_requests import plain_request
from service.questions.understand import Kind, understand
from service.wire.answer import Form


@pytest.mark.parametrize(
    ("text", "form", "topic"),
    [
        ("summarize the USMCA talks", Form.EXTRACT, "the USMCA talks"),
        ("Can you please summarise the talks for me?", Form.EXTRACT, "the talks"),
        ("tell me about the bus crash", Form.EXTRACT, "the bus crash"),
        ("Tell me more about the bus crash, please", Form.EXTRACT, "the bus crash"),
        ("give me the gist of the debate", Form.EXTRACT, "the debate"),
        ("catch me up on the strike", Form.EXTRACT, "the strike"),
        ("Get me up to speed on the strike", Form.EXTRACT, "the strike"),
        ("background on the strike", Form.EXTRACT, "the strike"),
        ("tl;dr of the kelp plan", Form.EXTRACT, "the kelp plan"),
        ("the kelp plan in a nutshell", Form.EXTRACT, "the kelp plan"),
        ("timeline of the Gannet Bridge", Form.TIMELINE, "the Gannet Bridge"),
        ("Could you give me a short timeline of the merger?", Form.TIMELINE, "the merger"),
        ("how did the strike unfold", Form.TIMELINE, "the strike"),
        ("How has the scandal played out so far?", Form.TIMELINE, "the scandal"),
        ("everyone quoted on the river", Form.SPEAKERS, "the river"),
        ("who has spoken about the merger?", Form.SPEAKERS, "the merger"),
        ("who's been quoted on the merger", Form.SPEAKERS, "the merger"),
        ("reactions to the ruling this week", Form.SPEAKERS, "the ruling"),
        ("What are people saying about the ruling?", Form.SPEAKERS, "the ruling"),
    ],
)
def test_a_request_has_a_form_and_a_topic(text: str, form: Form, topic: str) -> None:
    request = plain_request(text)

    assert request is not None
    assert (request.form, request.topic) == (form, topic)
    assert not request.is_newest_first


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("what's new on the strike", "the strike"),
        ("whats new on the strike", "the strike"),
        ("What is new this week on the strike?", "the strike"),
        ("What's the latest on the strike?", "the strike"),
        ("any news about the strike?", "the strike"),
        ("what's new?", ""),
        ("catch me up", ""),
        ("today's headlines", ""),
        ("give me the latest headlines", ""),
    ],
)
def test_what_is_new_comes_newest_first(text: str, topic: str) -> None:
    request = plain_request(text)

    assert request is not None
    assert (request.form, request.topic) == (Form.EXTRACT, topic)
    assert request.is_newest_first


@pytest.mark.parametrize(
    ("text", "parties", "topic"),
    [
        ("how do Ruiz and Okafor differ on the kelp plan?", ("Ruiz", "Okafor"), "the kelp plan"),
        ("How do Ruiz's and Okafor's views differ on kelp?", ("Ruiz", "Okafor"), "kelp"),
        ("How does Ruiz differ from Okafor on kelp?", ("Ruiz", "Okafor"), "kelp"),
        ("compare what Ruiz and Okafor said on kelp", ("Ruiz", "Okafor"), "kelp"),
        ("compare what Ruiz said and what Okafor said about kelp", ("Ruiz", "Okafor"), "kelp"),
        ("Where do Ruiz and Okafor disagree on kelp?", ("Ruiz", "Okafor"), "kelp"),
        ("What's the difference between Ruiz and Okafor on kelp?", ("Ruiz", "Okafor"), "kelp"),
        ("ruiz vs. okafor on kelp", ("ruiz", "okafor"), "kelp"),
        ("how do Lee, Kim and Roe differ on kelp", ("Lee", "Kim", "Roe"), "kelp"),
        ("How do Ruiz and Okafor differ?", ("Ruiz", "Okafor"), ""),
        ("compare Ruiz and Okafor", ("Ruiz", "Okafor"), ""),
        ("Compare and contrast Ruiz and Okafor.", ("Ruiz", "Okafor"), ""),
        ("What is the difference between what Ruiz and Okafor say?", ("Ruiz", "Okafor"), ""),
    ],
)
def test_a_comparison_has_parties(text: str, parties: tuple[str, ...], topic: str) -> None:
    request = plain_request(text)

    assert request is not None
    assert (request.form, request.parties[0], request.topic) == (Form.COMPARISON, parties, topic)


def test_names_with_and_in_them_can_be_split_elsewhere() -> None:
    request = plain_request("How do the Ministry of Fish and Ports and the mayor differ on kelp?")

    assert request is not None
    assert ("the Ministry of Fish and Ports", "the mayor") in request.parties


@pytest.mark.parametrize(
    "text",
    [
        "What happened on 3 May?",
        "what happened in May 2024",
        "What has happened this week?",
        "what went on yesterday?",
        "What was in the news on 3 May 2024?",
    ],
)
def test_days_alone_are_asked_for(text: str) -> None:
    request = plain_request(text)

    assert request is not None
    assert (request.form, request.topic, request.is_of_days) == (Form.EXTRACT, "", True)


@pytest.mark.parametrize(
    "text",
    [
        "Who summarized the report?",
        "What did the report summarize about the strike?",
        "Did the mayor summarize the plan?",
        "Why is the Holocene not shown on the first timeline?",
        "Tell me about when the city was founded.",
        "Tell me who won the election",
        "Developments in which field made it possible?",
        "Who spoke about the bridge?",
        "What did Carney say about the timeline of the talks?",
        "What was Carney's reaction to the ruling?",
        "What is the difference between a moon and a planet?",
        "What happened?",
        "What happened on the bridge on 3 May?",
        "What happened to Lee yesterday?",
        "Who won yesterday?",
        "How did the mayor react to the ruling?",
        "Who is new on the council?",
        "Newest member of the council",
        "",
        "?",
    ],
)
def test_a_real_question_is_no_plain_request(text: str) -> None:
    assert plain_request(text) is None


@pytest.mark.parametrize("text", ["how do " + "a and " * 300 + "differ", "tell me about " * 140])
def test_long_requests_are_read_in_time(text: str) -> None:
    request = plain_request(text)

    assert request is None or request.form is not Form.ANSWERS


def test_a_long_list_of_names_is_not_split_in_every_way() -> None:
    request = plain_request("How do " + " and ".join("abcdefghijklmnop") + " differ on kelp?")

    assert request is not None
    assert len(request.parties) <= 3


def test_a_request_asks_for_nobodys_words() -> None:
    question = understand("everyone quoted on the bridge")

    assert question.kind is not Kind.STATEMENT
    assert question.subject == "the bridge"


def test_limited_to_a_speaker_it_asks_for_that_persons_words_on_the_topic() -> None:
    question = understand("summarize the talks", speaker="Ana Lee")

    assert (question.kind, question.speaker) == (Kind.STATEMENT, "Ana Lee")
    assert (question.topic, question.request) == ("the talks", None)


def test_a_summary_of_somebodys_words_is_a_question_for_them() -> None:
    question = understand("summarize what Carney said about visas")

    assert (question.kind, question.speaker) == (Kind.STATEMENT, "Carney")
    assert (question.topic, question.request) == ("visas", None)
