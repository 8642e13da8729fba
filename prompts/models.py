"""Prefixes that embedding models expect before questions and passages."""

import tomllib
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files

import msgspec

from prompts.errors import PromptError

_CACHED = "models--"


class ModelPrompts(msgspec.Struct, frozen=True):
    """Texts before a model's inputs: empty if it expects none, None if we do not know."""

    question: str | None = None
    passage: str | None = None


class _Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Models, by patterns of their names, and what they expect."""

    models: tuple[str, ...]
    question: str = ""
    passage: str = ""


class _Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rule: tuple[_Rule, ...]


def model_prompts(model_name: str) -> ModelPrompts:
    """What the model with that name expects.

    `model_name` is a name as on the Hugging Face hub, or a folder named like the model.
    """
    name = _short(model_name)
    for rule in model_rules():
        if any(fnmatchcase(name, pattern) for pattern in rule.models):
            return ModelPrompts(rule.question, rule.passage)
    return ModelPrompts()


@cache
def model_rules() -> tuple[_Rule, ...]:
    """The rules in `models.toml`; the first match applies.

    Raises:
        PromptError: the file is invalid.
    """
    content = files("prompts").joinpath("models.toml").read_text(encoding="utf-8")
    try:
        return msgspec.convert(tomllib.loads(content), _Rules).rule
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as exc:
        raise PromptError(f"prompts/models.toml: {exc}") from exc


def _short(model_name: str) -> str:
    """The model's own name: the last part, also of a folder in the hub's cache."""
    parts = [part for part in model_name.lower().replace("\\", "/").split("/") if part]
    cached = [part.rpartition("--")[2] for part in parts if part.startswith(_CACHED)]
    return (cached or parts or [""])[-1]
