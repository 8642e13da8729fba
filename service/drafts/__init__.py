"""Drafts checked: is each quotation in the collection, in these words and by this speaker?"""
