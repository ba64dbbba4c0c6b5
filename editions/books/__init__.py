"""An EPUB apart from how its text is written: its container, and its cover."""
