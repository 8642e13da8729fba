"""Files: bytes, encodings, archives; what a file is before anybody reads it."""
