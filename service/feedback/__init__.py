"""What readers think of answers: taken, kept, listed."""
