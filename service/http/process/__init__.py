"""A serving process: how it starts, what it logs, how it ends."""
