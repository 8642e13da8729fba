"""Features of a candidate, from which its confidence is computed."""
