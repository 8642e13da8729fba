"""Vectors in the database, and whose they are."""
