"""The clients' errors.

ClientError
├── ProblemError       the server's own words: .problem, .retry_after_seconds
├── UnreachableError   no connection, or no reply in time
└── NotDatelineError   a reply that this version of Dateline does not give
"""

from service.wire.problems import Problem


class ClientError(Exception):
    """Whatever this client raises."""


class ProblemError(ClientError):
    """The server rejected the request, with a reason."""

    def __init__(self, problem: Problem, retry_after_seconds: float | None = None) -> None:
        super().__init__(f"{problem.title}: {problem.detail}")
        self.problem = problem
        self.retry_after_seconds = retry_after_seconds


class UnreachableError(ClientError):
    """There is no connection, or no reply in time."""


class NotDatelineError(ClientError):
    """The reply is not one that this version of Dateline gives."""
