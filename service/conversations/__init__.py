"""Conversations: what was asked before counts, and what was shown can be asked about."""
