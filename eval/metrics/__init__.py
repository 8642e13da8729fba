"""Metrics as pure functions; each cites the source of its formula."""
