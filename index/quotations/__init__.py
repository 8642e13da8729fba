"""Quotations: the steps that `index.quotes` strings together, one idea a file."""
