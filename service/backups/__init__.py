"""Copies of a data folder from which it can be put up again elsewhere."""
