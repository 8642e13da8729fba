"""Training and fitting: the reader, the attribution tagger, confidence and cue words.

Not part of the wheel; needs the extra `train`.
"""
