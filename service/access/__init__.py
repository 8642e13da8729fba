"""Access control: secret keys, and short-lived tokens for pages."""
