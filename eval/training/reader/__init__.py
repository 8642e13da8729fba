"""Training the reader."""
