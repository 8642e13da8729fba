"""Backing up a data folder, and restoring it elsewhere."""
