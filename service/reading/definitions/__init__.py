"""Words that define who or what something is, found by grammar."""
