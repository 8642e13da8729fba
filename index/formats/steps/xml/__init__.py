"""XML: safe parsing, and the formats of agencies and WordPress."""
