"""Background jobs and their uploaded files."""
