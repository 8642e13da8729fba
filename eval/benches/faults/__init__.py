"""Fault injection into everything that changes a data folder.

    operations  what is done, step by step, and what is there after each
    shim        a library in C, preloaded, that fails, tears or kills at the n-th call
    injecting   one operation with one fault, in a process of its own
    examining   whether anything was lost, torn or wrong afterwards

`python -m eval.benches.faults` runs all operations and calls.
"""
