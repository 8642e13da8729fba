"""Safe fetching: only public addresses, only what robots.txt allows, within limits."""
