"""Measures Dateline as its users meet it."""
