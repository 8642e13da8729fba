"""Dateline beside other systems: the same articles, the same questions, one protocol.

Each system runs alone in a process of its own, in an environment of its own (`make peers` makes the
one of Haystack and txtai), and is driven by JSON lines: see `protocol`.
"""
