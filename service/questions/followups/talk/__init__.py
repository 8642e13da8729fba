"""What a conversation has mentioned, and its topic."""
