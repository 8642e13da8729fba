"""Spelling correction against the collection."""
