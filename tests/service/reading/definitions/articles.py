"""Articles for the tests of definitions."""

from index.records import Article
from index.text.segmentation.sentences import split_sentences


def article_of(text: str) -> Article:
    """An article of this text, with its sentences."""
    return Article(
        id="a",
        collection="default",
        version="1",
        text=text,
        format="txt",
        origin="a.txt",
        sentences=tuple(split_sentences(text)),
    )
