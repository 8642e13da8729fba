"""One part measured alone, without asking questions of the whole."""
