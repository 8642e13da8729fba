"""What is not body text: marked, never cut."""
