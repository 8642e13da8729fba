"""Vectors in the database, and the embedders they belong to."""
