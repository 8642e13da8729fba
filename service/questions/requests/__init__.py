"""Requests from the wire as questions, queries and filters."""
