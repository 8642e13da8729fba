"""Comparing reports: differences, gates, baselines."""
