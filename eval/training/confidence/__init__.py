"""Fitting readers' weights: candidates and labels, regressions, and their results."""
