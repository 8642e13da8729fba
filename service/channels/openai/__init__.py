"""Dateline as clients of OpenAI's interface know it: models, chat completions and responses."""
