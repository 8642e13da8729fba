"""Two reports beside each other: differences, gates, baselines."""
