"""A foreign project: a small book, as any Sphinx user might have it, and one line of ours."""

from pathlib import Path

project = 'Paper'
author = 'The Paper Makers'
language = 'en'
extensions = ['editions']  # the one line
locale_dirs = [str(Path(__file__).parent / 'locale')]
gettext_compact = False
gettext_additional_targets = ['index']
numfig = True
html_theme = 'basic'
