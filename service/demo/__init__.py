"""The demo corpus: about fifty short news stories, and questions about them."""

from pathlib import Path

EXAMPLE_QUESTIONS: tuple[str, ...] = (
    "what did Carney say about the USMCA review",
    "What did Mayor Ruiz say about kelp?",
    "How many people were injured when the bus and the grain truck collided?",
)
"""Questions suggested to a first visitor; the articles answer each of them."""


def articles_folder() -> Path:
    """The folder of the articles, with one folder for each outlet.

    In sorted order, a corrected story comes after the version it corrects.
    """
    return Path(__file__).parent / "articles"


def questions_file() -> Path:
    """The questions on these articles, one JSON object per line; README.md explains the fields."""
    return Path(__file__).parent / "questions.jsonl"


def conversations_file() -> Path:
    """Conversations to be followed, one JSON object per line; README.md explains the fields."""
    return Path(__file__).parent / "conversations.jsonl"
