"""Training data: question sets as passages with questions, and as token id arrays."""
