"""Static files: bundled scripts and styles, and how they are sent."""
