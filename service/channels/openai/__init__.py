"""The OpenAI API: models, chat completions and responses."""
