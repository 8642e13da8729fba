"""Dates as written by people and machines, and named days."""
