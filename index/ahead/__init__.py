"""Preparing batches ahead of writing, outside this process."""
