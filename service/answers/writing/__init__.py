"""The outgoing answer: statements, citations and text."""
