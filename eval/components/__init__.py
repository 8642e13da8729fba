"""Measurements of single components."""
