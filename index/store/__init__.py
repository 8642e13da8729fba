"""The store: one SQL database as the source of truth, with the change log for indexes."""
