"""What is trained on: question sets as passages with questions, and as arrays of token ids."""
