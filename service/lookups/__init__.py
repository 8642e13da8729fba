"""Lookups without an answer: passages, quotations, context for a language model."""
