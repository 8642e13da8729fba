"""Reading without asking: passages, quotations, context."""
