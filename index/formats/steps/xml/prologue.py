"""What may precede the first tag in HTML or XML: white space, comments, an XML declaration."""

# Each group is atomic (?>): a comment ends at its first "-->", whatever follows.
PROLOGUE = rb"(?>\s+|<!--.{0,4000}?-->|<\?.{0,1000}?\?>)*+"
"""A regular expression over bytes, for `re.DOTALL`."""
