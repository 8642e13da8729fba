"""Suggested questions: generated from quotations, shown only if the articles answer them."""
