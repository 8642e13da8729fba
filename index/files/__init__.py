"""Files before parsing: bytes, encodings, archives."""
