"""Turns every error into a problem document (RFC 9457)."""

from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.status_codes import HTTP_500_INTERNAL_SERVER_ERROR
from structlog import get_logger

from index.errors import (
    ContradictionError,
    CrossedTurnsError,
    DamagedIndexError,
    DatelineError,
    FetchError,
    InvalidFieldError,
    NotFoundError,
    OutOfReachError,
    StoreError,
    TooLargeError,
    UnfinishedIndexError,
    UnreachableStoreError,
    UnreadableFileError,
)
from service.access.errors import (
    ExpiredTokenError,
    InvalidTokenError,
    MissingKeyError,
    OtherOriginError,
    OutsideTokenError,
    RevokedTokenError,
)
from service.channels.nlweb.errors import failure_of, speaks_nlweb
from service.channels.openai.errors import error_of, speaks_openai, status_of
from service.http.addresses import raw_path
from service.wire.problems import Problem

_log = get_logger("service")


class NotReadyError(DatelineError):
    """The models and indexes are still being loaded."""


class BusyError(DatelineError):
    """More requests than can be answered in time; try again later."""

    def __init__(self, detail: str, wait_seconds: int = 1) -> None:
        super().__init__(detail)
        self.wait_seconds = wait_seconds
        """Seconds to wait before trying again."""


class BehindError(DatelineError):
    """Answers may be outdated or jobs stuck: a loop has stopped, or the library is missing."""


class ShuttingDownError(DatelineError):
    """The process is shutting down; ask another one, or this one after its restart."""


class FetchingOffError(DatelineError):
    """Fetching over HTTP is disabled."""


class ConversationsOffError(DatelineError):
    """Conversations are not stored."""


class RateError(DatelineError):
    """A token or address exceeds its rate limit."""

    def __init__(self, message: str, wait_seconds: int) -> None:
        super().__init__(message)
        self.wait_seconds = wait_seconds


class FeedbackOffError(DatelineError):
    """Feedback is disabled."""


class MisdirectedError(DatelineError):
    """A request for a host name that is not served here."""


class CrossSiteError(DatelineError):
    """A page of another site requests a change."""


class UnknownParameterError(DatelineError):
    """A query parameter that does not exist."""


class UnsupportedBodyError(DatelineError):
    """A request body of a media type that this endpoint does not accept."""


# Most specific first.
_KINDS: tuple[tuple[type[Exception], int, str, str], ...] = (
    (NotReadyError, 503, "not-ready", "Still loading"),
    (BehindError, 503, "behind", "Not up to date"),
    (BusyError, 503, "busy", "Too busy"),
    (ShuttingDownError, 503, "shutting-down", "Shutting down"),
    (RateError, 429, "too-many-requests", "Too many requests"),
    (MissingKeyError, 401, "key-required", "No valid key"),
    (InvalidTokenError, 401, "invalid-token", "Invalid token"),
    (ExpiredTokenError, 401, "expired-token", "The token has expired"),
    (RevokedTokenError, 401, "revoked-token", "The token was revoked"),
    (OtherOriginError, 403, "other-origin", "The token is for another site"),
    (OutOfReachError, 403, "outside-token", "Not allowed with this key or token"),
    (OutsideTokenError, 403, "outside-token", "Not allowed with this key or token"),
    (FeedbackOffError, 403, "feedback-off", "Feedback is disabled"),
    (MisdirectedError, 421, "misdirected-request", "Unknown host"),
    (CrossSiteError, 403, "cross-site", "Cross-site request"),
    (UnknownParameterError, 400, "unknown-parameter", "Unknown parameter"),
    (ContradictionError, 409, "contradiction", "The request contradicts itself"),
    (CrossedTurnsError, 409, "crossed-turns", "The conversation was continued"),
    (ConversationsOffError, 403, "conversations-off", "Conversations are disabled"),
    (FetchingOffError, 403, "fetching-off", "Fetching is disabled"),
    (UnsupportedBodyError, 415, "unsupported-media-type", "Unsupported media type"),
    (InvalidFieldError, 422, "invalid-field", "Invalid field"),
    (TooLargeError, 413, "too-large", "Too large"),
    (FetchError, 422, "fetch-failed", "The URL could not be fetched"),
    (UnreadableFileError, 422, "unreadable-file", "The file could not be read"),
    (NotFoundError, 404, "not-found", "Not found"),
    (DamagedIndexError, 503, "not-ready", "An index is being rebuilt"),
    (UnfinishedIndexError, 503, "not-ready", "An index is being brought up to date"),
    (UnreachableStoreError, 503, "store-unavailable", "The database is unavailable"),
    (StoreError, 507, "store-unavailable", "The data folder is unavailable"),
    (msgspec.ValidationError, 422, "invalid-field", "Invalid field"),
    (msgspec.DecodeError, 400, "malformed-body", "The body is not valid JSON"),
    (UnicodeDecodeError, 400, "malformed-body", "The body is not valid UTF-8"),
)
_STATUS = {
    400: ("bad-request", "Bad request"),
    401: ("unauthorized", "Not authorised"),
    403: ("forbidden", "Forbidden"),
    404: ("not-found", "Not found"),
    405: ("method-not-allowed", "Method not allowed"),
    413: ("too-large", "Too large"),
    414: ("url-too-long", "URL too long"),
    415: ("unsupported-media-type", "Unsupported media type"),
    422: ("invalid-field", "Invalid field"),
    429: ("too-many-requests", "Too many requests"),
    431: ("headers-too-large", "Headers too large"),
    500: ("internal", "Internal error"),
}

MEDIA_TYPE = "application/problem+json"
URN = "urn:dateline:problem:"
"""The prefix of every problem type."""

AnyRequest = Request[Any, Any, Any]
_HEADERS = {503: {"Retry-After": "1"}, 401: {"WWW-Authenticate": "Bearer"}}


def names(status: int) -> list[str]:
    """The names of the problems with this status."""
    known = [name for _, one, name, _ in _KINDS if one == status]
    general = [_STATUS[status][0]] if status in _STATUS else []
    return list(dict.fromkeys([*known, *general]))


def document(status: int, detail: str) -> bytes:
    """The problem for something that is not even an HTTP request."""
    name, title = _STATUS[status]
    problem = Problem(type=f"{URN}{name}", title=title, status=status, detail=detail)
    return msgspec.json.encode(problem)


def problem_of(error: Exception) -> Problem:
    """The problem, for channels with their own error formats; internals stay in the log."""
    known = _known(error)
    if known is not None:
        status, name, title = known
        return Problem(type=f"{URN}{name}", title=title, status=status, detail=str(error))
    _log.error("request failed", exc_info=error)
    detail = "Something went wrong in the service; its log has the details."
    return Problem(type=f"{URN}internal", title="Internal error", status=500, detail=detail)


def on_error(request: AnyRequest, error: Exception) -> Response[bytes]:
    """The problem for an error; unexpected errors reveal no internals."""
    known = _known(error)
    if known is None:
        return on_unknown_error(request, error)
    status, name, title = known
    field = getattr(error, "field", None)
    errors = [{"field": field}] if field is not None else []
    response = _response(request, status, name, title, str(error), errors)
    if isinstance(error, RateError | BusyError | UnfinishedIndexError):
        response.headers["Retry-After"] = str(error.wait_seconds)
    return response


def on_http_error(request: AnyRequest, error: HTTPException) -> Response[bytes]:
    """The problem for a request rejected by the framework."""
    status = error.status_code
    if isinstance(error, ValidationException):
        return _invalid(request, error)
    name, title = _STATUS.get(status, ("error", "Error"))
    response = _response(request, status, name, title, error.detail)
    for header, value in (error.headers or {}).items():
        response.headers[header] = value
    return response


def on_unknown_error(request: AnyRequest, error: Exception) -> Response[bytes]:
    """A problem that reveals no internals; the log has the details."""
    if isinstance(error, RecursionError):
        return _response(
            request, 400, "malformed-body", "Nested too deeply", "the body is nested too deeply"
        )
    _log.error("request failed", exc_info=error, path=request.scope["path"])
    detail = "Something went wrong in the service; look for this request id in its log."
    return _response(request, HTTP_500_INTERNAL_SERVER_ERROR, "internal", "Internal error", detail)


def _known(error: Exception) -> tuple[int, str, str] | None:
    """Status, name and title of a known error."""
    return next(
        ((status, name, title) for kind, status, name, title in _KINDS if isinstance(error, kind)),
        None,
    )


def _invalid(request: AnyRequest, error: ValidationException) -> Response[bytes]:
    """Malformed JSON is 400; JSON or parameters of the wrong shape are 422."""
    if request.method != "GET" and request.headers.get("content-length", "0") == "0":
        return _response(request, 400, "malformed-body", "No body", "the body is empty; send JSON")
    cause = error.__cause__
    while cause is not None and not isinstance(cause, msgspec.DecodeError):
        cause = cause.__cause__
    if isinstance(cause, msgspec.DecodeError) and not isinstance(cause, msgspec.ValidationError):
        return on_error(request, cause)
    errors = _fields(error)
    where = "; ".join(f"{entry['field']}: {entry['message']}" for entry in errors)
    return _response(request, 422, "invalid-field", "Invalid field", where or error.detail, errors)


def _fields(error: ValidationException) -> list[dict[str, str]]:
    extra = error.extra if isinstance(error.extra, list) else []
    return [
        {"field": str(entry.get("key", "body")), "message": str(entry.get("message", ""))}
        for entry in extra
        if isinstance(entry, dict)
    ]


def _response(
    request: AnyRequest,
    status: int,
    name: str,
    title: str,
    detail: str,
    errors: list[dict[str, str]] | None = None,
) -> Response[bytes]:
    problem = Problem(
        type=f"{URN}{name}",
        title=title,
        status=status,
        detail=detail,
        instance=raw_path(request.scope),
        request_id=request.scope.get("state", {}).get("request_id"),
        errors=errors or [],
    )
    headers = _HEADERS.get(status, {})
    if speaks_openai(request.scope["path"]):
        return Response(
            msgspec.json.encode(error_of(problem)),
            status_code=status_of(name, status),
            media_type="application/json",
            headers=headers,
        )
    told = failure_of(problem) if speaks_nlweb(request.scope["path"]) else problem
    return Response(
        msgspec.json.encode(told),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


handlers: dict[Any, Any] = {
    **{kind: on_error for kind, *_ in _KINDS},
    HTTPException: on_http_error,
    Exception: on_unknown_error,
}
