"""The grammar of typed questions, and substitution."""
