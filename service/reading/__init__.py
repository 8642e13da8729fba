"""Answer spans in passages: pairs of texts in, scored stretches of the passage out.

question, windows --pairs--> rows --network--> logits --decoding--> spans
"""
