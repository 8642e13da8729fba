"""The learned part of follow-ups: which words of earlier turns a message leaves out."""
