"""Steps shared by several formats."""
