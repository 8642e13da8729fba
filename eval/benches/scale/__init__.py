"""Measurements of what many articles, several servers and other databases cost."""
