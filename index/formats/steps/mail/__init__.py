"""An e-mail message: its text, and the messages and stories inside it."""
