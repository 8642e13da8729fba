"""How a reader reads: sentences are scored, the best ones become windows, a network reads those.

question, windows --pairs--> rows --network--> logits --decoding--> spans --features--> confidence
"""
