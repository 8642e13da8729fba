"""Candidates' statements: merged, compared, and judged against the question."""
