"""Pronouns and descriptions, and what they refer to."""
