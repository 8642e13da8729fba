"""What `dateline chat` is made of: lines in, turns of a conversation out."""
