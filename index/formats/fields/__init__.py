"""Fields of articles as files and interfaces write them: their names, and what their values say."""
