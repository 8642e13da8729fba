"""People: names joined across the articles of a collection."""
