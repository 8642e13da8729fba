"""What the pages are made of: scripts and styles joined, and how files are sent."""
