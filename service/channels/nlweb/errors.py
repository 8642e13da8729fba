"""Problem documents with the error fields that NLWeb clients read."""

from msgspec import Struct, field, structs

from service.channels.nlweb.replying import VERSION, ReplyMeta
from service.wire.problems import Problem

_PATH = "/nlweb/ask"
_FAILED = ReplyMeta(response_type="Failure", version=VERSION)


class NlwebError(Struct, frozen=True):
    """What went wrong: the name of the problem, and its details."""

    code: str
    message: str


class NlwebProblem(Problem, frozen=True, kw_only=True, omit_defaults=True):
    """A problem document that is also an NLWeb failure."""

    error: NlwebError
    meta: ReplyMeta = field(name="_meta")


def speaks_nlweb(path: str) -> bool:
    """Whether clients of NLWeb ask there."""
    return path == _PATH


def failure_of(problem: Problem) -> NlwebProblem:
    """The problem, and the same as a failure of NLWeb."""
    error = NlwebError(problem.type.rpartition(":")[2], problem.detail)
    return NlwebProblem(**structs.asdict(problem), error=error, meta=_FAILED)
