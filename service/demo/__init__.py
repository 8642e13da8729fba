"""The corpus that comes with Dateline: some fifty short news stories, and questions on them."""

from pathlib import Path

EXAMPLE_QUESTIONS: tuple[str, ...] = (
    "what did Carney say about the USMCA review",
    "What did harbormaster Tran say about the rescued fishermen?",
    "How many people were injured when the bus and the grain truck collided?",
)
"""What a first visitor may ask; the articles answer each of them."""


def articles_folder() -> Path:
    """The folder of the articles, one folder an outlet.

    Read in sorted order, so that a corrected story comes after the version it corrects.
    """
    return Path(__file__).parent / "articles"


def questions_file() -> Path:
    """The questions on these articles, one JSON object a line: see README.md for its fields."""
    return Path(__file__).parent / "questions.jsonl"
