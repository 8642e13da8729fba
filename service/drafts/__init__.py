"""Checking drafts: is each quotation in the collection, verbatim and by this speaker?"""
