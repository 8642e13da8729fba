"""When: the days a question is about, and what lasts."""
