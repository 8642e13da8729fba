"""How a text is parted: blocks, sentences, passages; and what is only wrapped."""
