"""Hand translations and glossaries out as files of other programs, and take them back."""
