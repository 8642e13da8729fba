"""Steps of fitting readers' weights: candidates and labels, regressions, and what they reach."""
