"""Channels: what other protocols send and expect, as values and pure functions."""
