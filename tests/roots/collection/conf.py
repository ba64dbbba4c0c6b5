"""Several articles: a site with an index of them, and a PDF of each."""

from pathlib import Path

project = 'Essays'
author = 'Ana Example'
extensions = ['editions']
html_theme = 'editions'
language = 'en'
editions_languages = {'en': 'English', 'es': 'Español'}
pdf_documents = [('river', 'river'), ('part/on a hill', 'hill')]
html_baseurl = 'https://example.org/essays/'
locale_dirs = [str(Path(__file__).parent / 'locale')]
gettext_compact = False
