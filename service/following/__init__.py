"""Feeds asked for new articles."""
