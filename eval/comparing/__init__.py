"""Two reports compared: differences, gates, baselines."""
