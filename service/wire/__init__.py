"""What HTTP and `--json` carry: requests, answers, problems."""
