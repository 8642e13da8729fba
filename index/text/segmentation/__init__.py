"""Segmentation: blocks, sentences, passages, and wrapped lines."""
