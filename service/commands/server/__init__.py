"""Commands to run and maintain the service."""
