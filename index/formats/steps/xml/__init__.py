"""XML: read safely, and what agencies and WordPress put into it."""
