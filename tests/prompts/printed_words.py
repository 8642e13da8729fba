"""Strings with words that reach a printing call, also through a name or a function."""

import ast
import re
from collections.abc import Iterator, Sequence

WORD = re.compile(r"[^\W\d_]{2}")

_PRINTING = {"echo", "secho", "print", "style", "write", "writelines", "add_task", "update"}
_LOOKS = {"fg", "bg", "bold", "dim", "nl", "err", "sep", "end", "file", "total", "completed"}
_SAYING = {"say", "words", "outlet", "day"}
_NO_WORDS = re.compile(r"\[/?[a-z]+\]|\{task\.\w+\}|https?://")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def printed_words(code: str) -> Iterator[str]:
    """Every string with words that this module may print without asking `prompts/` for it."""
    tree = ast.parse(code)
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    loose = [node for node in tree.body if not isinstance(node, Function | ast.ClassDef)]
    for scope in (*functions, ast.Module(loose, [])):
        follower = _Follower({function.name: function for function in functions}, scope)
        for call in _calls(scope):
            if _prints(call):
                yield from follower.words(_given(call))


def _calls(scope: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(scope) if isinstance(node, ast.Call)]


def _prints(call: ast.Call) -> bool:
    # The runtime writes articles, to the library.
    return _called(call) in _PRINTING and not ast.unparse(call.func).startswith("runtime.")


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _given(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(k.value for k in call.keywords if k.arg not in _LOOKS)]


class _Follower:
    """Follows expressions of one scope to the strings that they may be made of."""

    def __init__(self, functions: dict[str, Function], scope: ast.AST) -> None:
        self._functions = functions
        self._scope = scope
        self._followed: set[str] = set()

    def words(self, nodes: Sequence[ast.AST]) -> Iterator[str]:
        """The words that these expressions may hold."""
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if WORD.search(_NO_WORDS.sub("", node.value)):
                    yield node.value
            else:
                yield from self.words(self._parts(node))

    def _parts(self, node: ast.AST) -> Sequence[ast.AST]:
        if isinstance(node, ast.Name):
            return self._assigned(node.id)
        if isinstance(node, ast.Call):
            return self._called(node)
        if isinstance(node, ast.IfExp):
            return [node.body, node.orelse]
        if isinstance(node, ast.FormattedValue | ast.Subscript):
            return [node.value]
        if isinstance(node, ast.GeneratorExp | ast.ListComp):
            return [node.elt]
        if isinstance(node, ast.Dict):
            return node.values
        # An attribute is data: an article's title, an answer's text.
        is_data = isinstance(node, ast.Attribute | ast.Compare)
        return [] if is_data else list(ast.iter_child_nodes(node))

    def _called(self, call: ast.Call) -> Sequence[ast.AST]:
        if _called(call) in _SAYING:
            return []
        if isinstance(call.func, ast.Name) and call.func.id in self._functions:
            return self._returned(self._functions[call.func.id])
        receiver = [call.func.value] if isinstance(call.func, ast.Attribute) else []
        return [*receiver, *_given(call)]

    def _assigned(self, name: str) -> Sequence[ast.AST]:
        if name in self._followed:
            return []
        self._followed.add(name)
        nodes = [node for node in ast.walk(self._scope) if isinstance(node, ast.Assign)]
        return [node.value for node in nodes if name in map(ast.unparse, node.targets)]

    def _returned(self, function: Function) -> Sequence[ast.AST]:
        if function.name in self._followed:
            return []
        self._followed.add(function.name)
        nodes = [node for node in ast.walk(function) if isinstance(node, ast.Return)]
        inner = _Follower(self._functions, function)
        inner._followed = self._followed
        found = list(inner.words([node.value for node in nodes if node.value is not None]))
        return [ast.Constant(words) for words in found]
