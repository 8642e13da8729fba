"""A message: its text, and the messages and stories inside it."""
