"""Polling feeds for new articles."""
