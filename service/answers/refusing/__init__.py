"""Why there is no answer, as sentences that are true, and what can be asked instead."""
