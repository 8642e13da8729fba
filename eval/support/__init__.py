"""Shared by all measurements: machine facts, servers, hashes, progress, optional libraries."""
