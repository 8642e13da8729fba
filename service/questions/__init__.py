"""Questions: what is asked, about whom, and about when."""
