"""Misspelt words corrected against the collection."""
