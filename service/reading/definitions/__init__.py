"""Words that say who or what something is, found by the way in which English puts them."""
