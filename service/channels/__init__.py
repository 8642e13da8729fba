"""What a protocol sends and expects: pure functions and values, without a web framework."""
