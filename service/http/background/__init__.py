"""Background work: jobs and loops."""
