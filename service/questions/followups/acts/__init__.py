"""Messages that ask nothing new: courtesies, and questions about the last answer."""
