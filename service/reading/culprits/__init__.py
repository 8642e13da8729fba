"""Who did not do it: names that a sentence clears, or tells as the other side, of what is asked."""
