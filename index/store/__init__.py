"""The store: one SQL database is the truth, with the change log that indexes follow."""
