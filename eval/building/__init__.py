"""Builds a question set: terminal sessions, users' feedback, and the file that grows."""
