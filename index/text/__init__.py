"""Text: blocks, sentences, passages, dates, hashes."""
