"""Boilerplate: what is not body text is marked, never removed."""
