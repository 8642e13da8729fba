"""Boilerplate: text outside the body is marked, never removed."""
