"""Work that no request waits for: jobs and loops."""
