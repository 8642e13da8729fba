"""Runs: from a question set and something that answers, to a report.

QuestionSet --ask, search--> Replies --judge--> Record --summarise--> Report
"""
