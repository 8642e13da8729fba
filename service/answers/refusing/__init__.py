"""Refusals: true sentences about why there is no answer, and suggested alternatives."""
