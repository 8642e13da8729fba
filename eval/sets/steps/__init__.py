"""Steps shared by the layouts."""
