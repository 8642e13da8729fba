"""Words compared: folded, plain, as they echo a question, as one story or a copy of another."""
