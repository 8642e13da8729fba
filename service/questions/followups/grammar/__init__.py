"""The words of a question as it is typed in a chat, and what is put in place of what."""
