"""Limits on load and time: queues, disconnected clients, idle connections."""
