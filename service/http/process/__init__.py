"""A server process: starting, logging, stopping."""
