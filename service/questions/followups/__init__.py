"""Follow-ups: rewriting a question in a conversation so that it stands alone."""
