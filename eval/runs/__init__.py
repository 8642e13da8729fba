"""Runs: a question set and something that answers in, a report out.

QuestionSet --ask, search--> Asked --judge--> Record --summarise--> Report
"""
