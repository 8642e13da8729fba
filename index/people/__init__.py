"""People: who is quoted in a collection, with names matched across articles."""
