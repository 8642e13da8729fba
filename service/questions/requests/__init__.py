"""Converts requests to questions, queries and filters."""
