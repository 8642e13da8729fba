"""The parts of `dateline chat`: lines in, turns of a conversation out."""
