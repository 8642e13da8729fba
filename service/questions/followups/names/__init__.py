"""Names and noun phrases in questions and articles, and their referents."""
