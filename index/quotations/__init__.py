"""Quotations: who said what. `finding.py` is the pipeline; each folder is one step."""
