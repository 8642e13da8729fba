"""What can be wrong with the prompts."""


class PromptError(ValueError):
    """A message, language or model rule that is missing or does not fit."""
