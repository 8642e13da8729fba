"""The answer as it goes out: statements, citations and text."""
