"""Fetching with care: only public addresses, only what robots.txt allows, only so much."""
