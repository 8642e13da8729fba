"""Commands that ask the library."""
