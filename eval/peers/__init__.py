"""Dateline compared with other systems: the same articles, the same questions, one protocol.

Each system runs alone in its own process and environment (`make peers` creates the one for Haystack
and txtai), and is driven by JSON lines: see `protocol`.
"""
