"""Errors in the prompts."""


class PromptError(ValueError):
    """A message, language or model rule is missing or invalid."""
