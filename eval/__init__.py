"""Measures Dateline end to end, the way users use it."""
