"""Follow-ups: what a question in a conversation means once it stands alone."""
