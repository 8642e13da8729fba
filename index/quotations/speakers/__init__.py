"""Speaker resolution: the people an article names, and which of them a source refers to."""
