"""The structs that HTTP and `--json` exchange: requests, answers, problems."""
