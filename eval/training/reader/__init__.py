"""The training of the reader."""
