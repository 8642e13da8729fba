"""The Model Context Protocol: tools and articles for other people's models."""
