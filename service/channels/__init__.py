"""Adapters for other protocols, as values and pure functions."""
