"""What is measured about a candidate before its confidence is."""
