"""Sentences: quotation marks, paragraphs, units of words, noun phrases and subjects."""
