"""Answers: candidates merged, judged, cited and rendered, or refused with a reason."""
