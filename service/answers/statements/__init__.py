"""What the candidates say: merged, compared with each other, and judged against the question."""
