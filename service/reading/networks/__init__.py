"""The reading network: input, batches, and two runtimes."""
