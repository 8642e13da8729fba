"""Steps that several formats share."""
