"""Quotations: who said what. `finding.py` is the line; each folder is one step of it."""
