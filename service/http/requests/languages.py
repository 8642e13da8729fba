"""The client's preferred language, if the request names none."""

from collections.abc import Sequence
from typing import Any

from litestar.connection import ASGIConnection
from msgspec import structs

from prompts import languages
from service.questions.requests.parsing import language_of_reply
from service.wire.asking import AskRequest


def accepted_language(request: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """The supported language that the client prefers; None if it accepts none."""
    accepted = ",".join(request.headers.getall("accept-language", []))
    return preferred_language(accepted, languages())


def in_accepted_language(
    request: ASGIConnection[Any, Any, Any, Any], question: AskRequest, setting: str
) -> AskRequest:
    """The question, to be answered in its own language or in one the client accepts.

    Raises:
        InvalidFieldError: it names an unsupported language.
    """
    language = language_of_reply(question, setting, accepted_language(request))
    return structs.replace(question, language=language)


def preferred_language(accepted: str, spoken: Sequence[str]) -> str | None:
    """The supported language preferred by an Accept-Language header; None if it accepts none."""
    for wanted in _by_weight(accepted):
        for language in (wanted, wanted.split("-")[0]):
            if language in spoken:
                return language
    return None


def _by_weight(accepted: str) -> list[str]:
    weighed: list[tuple[float, str]] = []
    for part in accepted.split(","):
        tag, _, weight = part.replace(" ", "").lower().partition(";q=")
        weighed.append((_number(weight), tag))
    return [tag for weight, tag in sorted(weighed, key=lambda pair: -pair[0]) if weight > 0]


def _number(weight: str) -> float:
    """RFC 9110, 12.4.2: from 0 to 1; 0 if it is anything else."""
    try:
        number = float(weight or 1)
    except ValueError:
        return 0.0
    return number if 0 <= number <= 1 else 0.0
