"""Reader internals: sentences are scored, the best become windows, a network reads them.

question, windows --pairs--> rows --network--> logits --decoding--> spans --features--> confidence
"""
