"""Time: the dates a question is about, and lasting states."""
