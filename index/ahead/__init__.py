"""Preparing batches before it is their turn to be written, elsewhere than in this process."""
