"""Commands that change or show what the library holds."""
