"""Pronouns and descriptions, and whom or what they stand for."""
