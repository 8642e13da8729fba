"""Problem documents in OpenAI's error format."""

import re

from msgspec import Struct, structs

from index.errors import NotFoundError
from service.wire.problems import Problem

_PATHS = re.compile(r"/v1/(chat/completions|responses|models)(/.*)?", re.DOTALL)
_STATUS = {"invalid-field": 400, "contradiction": 400}
_NO_TOOLS = "Dateline calls no tools and no functions: it quotes articles"
_ONLY_TEXT = "Dateline reads and writes text only"
_UNSUPPORTED = {
    "tools": _NO_TOOLS,
    "tool_choice": _NO_TOOLS,
    "tool_calls": _NO_TOOLS,
    "functions": _NO_TOOLS,
    "function_call": _NO_TOOLS,
    "audio": _ONLY_TEXT,
    "image": _ONLY_TEXT,
    "modalities": _ONLY_TEXT,
    "n": "Dateline gives one completion: its answers are in it",
    "response_format": f"{_ONLY_TEXT}; the field `dateline` of the reply has all of it as JSON",
    "format": f"{_ONLY_TEXT}; the field `dateline` of the reply has all of it as JSON",
    "previous_response_id": "Dateline stores no responses: send earlier messages as `input`, or "
    "the id of a `conversation`",
    "prompt": "Dateline stores no prompts",
    "background": "Dateline answers at once",
    "background_options": "Dateline answers at once",
}
_VALUES = {
    **dict.fromkeys(("tool", "function"), _NO_TOOLS),
    **dict.fromkeys(
        ("image_url", "input_image", "input_audio", "file", "input_file", "refusal"), _ONLY_TEXT
    ),
}
_NAMES = re.compile(r"[a-z_]+")
_GIVEN = re.compile(r"[Ii]nvalid value '(\w+)'")
_CODES = (
    ("unknown field", "unknown_parameter"),
    ("missing required field", "missing_required_parameter"),
    ("Expected `", "invalid_type"),
    ("more than", "string_above_max_length"),
)


class UnknownModelError(NotFoundError):
    """No such model."""

    field = "model"


class Error(Struct, frozen=True, kw_only=True):
    """What went wrong."""

    message: str
    type: str
    """`invalid_request_error` if the client can fix it, otherwise `server_error`."""
    param: str | None
    code: str | None
    dateline: Problem
    """The problem document as from other endpoints; its `type` is stable."""


class ErrorReply(Struct, frozen=True):
    """An error."""

    error: Error


def speaks_openai(path: str) -> bool:
    """Whether clients of OpenAI's interface ask there."""
    return _PATHS.fullmatch(path) is not None


def status_of(name: str, status: int) -> int:
    """The status OpenAI's API uses for a problem."""
    return _STATUS.get(name, status)


def error_of(problem: Problem) -> ErrorReply:
    """A problem in OpenAI's shape."""
    name = problem.type.rpartition(":")[2]
    problem = structs.replace(problem, status=status_of(name, problem.status))
    param = problem.errors[0].get("field") if problem.errors else None
    why = _unsupported(param or "", problem.detail)
    return ErrorReply(
        Error(
            message=f"{why} ({problem.detail})" if why else problem.detail,
            type="invalid_request_error" if problem.status < 500 else "server_error",
            param=param,
            code="unsupported_value" if why else _code(name, param, problem.detail),
            dateline=problem,
        )
    )


def _unsupported(param: str, detail: str) -> str | None:
    """Why we cannot do what a field asks for; None if it is wrong in some other way."""
    given = _GIVEN.search(detail)
    if given is not None and given[1] in _VALUES:
        return _VALUES[given[1]]
    if "unknown field" in detail:
        return None
    return next((_UNSUPPORTED[one] for one in _NAMES.findall(param) if one in _UNSUPPORTED), None)


def _code(name: str, param: str | None, detail: str) -> str:
    if name == "not-found" and param == UnknownModelError.field:
        return "model_not_found"
    if name != "invalid-field":
        return name.replace("-", "_")
    return next((code for words, code in _CODES if words in detail), "invalid_value")
