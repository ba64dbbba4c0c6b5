"""Fonts as files: which an edition may use, what they can show, and parts of them."""
