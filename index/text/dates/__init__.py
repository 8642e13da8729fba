"""Dates: as people and machines write them, and days that are named."""
