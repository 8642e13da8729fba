"""The language of a question, and its function words."""
