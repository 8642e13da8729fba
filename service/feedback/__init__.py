"""Readers' feedback on answers: accepted, stored, listed."""
