"""Quotations: the steps that `index.quotations.finding` strings together, one idea a file."""
