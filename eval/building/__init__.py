"""Building question sets: terminal sessions, users' feedback, and the file format."""
