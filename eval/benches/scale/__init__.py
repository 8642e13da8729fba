"""Measurements with many articles, several servers and other databases."""
