"""What a conversation has mentioned, and what it is about."""
