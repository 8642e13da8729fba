"""Conversations: questions in the context of earlier turns."""
