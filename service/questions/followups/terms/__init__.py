"""The learned part of follow-ups: which earlier words a message omits."""
