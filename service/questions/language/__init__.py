"""In which language a question is asked, and its function words."""
