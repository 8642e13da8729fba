"""Kinds of follow-up messages, each rewritten to stand alone."""
