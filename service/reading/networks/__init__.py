"""The network that reads: its input, its batches, and the two ways to run it."""
