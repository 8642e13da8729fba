"""The names and noun phrases that questions and articles use, and what they may stand for."""
