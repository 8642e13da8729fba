"""Commands that query the library."""
