"""What follows the change log: search indexes that can always be rebuilt from the truth."""
