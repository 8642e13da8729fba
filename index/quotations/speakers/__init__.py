"""Speakers: the people of one article, and whom a source means."""
