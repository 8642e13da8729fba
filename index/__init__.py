"""Articles in, hits out: the store and search behind every answer."""
