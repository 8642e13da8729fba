"""Article fields in files and API responses: their names and values."""
