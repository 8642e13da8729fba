"""Comparing words: folding, plain text, echoes of a question, versions and copies of a story."""
