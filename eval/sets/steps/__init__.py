"""Steps that the layouts share."""
