"""People: who is quoted in a collection, with names joined across articles."""
