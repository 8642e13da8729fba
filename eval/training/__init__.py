"""Training and fitting: the reader, the attribution tagger, confidence and cue words.

Not part of the wheel; what it needs beside Dateline is the extra `train`.
"""
