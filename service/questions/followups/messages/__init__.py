"""Kinds of messages, each made to stand alone."""
