"""Sphinx configuration: one file for every language and format."""

from pathlib import Path

HERE = Path(__file__).parent

# The article.  What a reader sees of it (title, author, keywords) stands in source/, where
# translators find it; nothing in this file is translated.
project = 'Community of Shared Future'
author = 'Zhu Qingqiao'

# The editions.  The first language is the one the article is written in.
extensions = ['editions']
language = 'en'
editions_languages = {
    'en': 'English',
    'es': 'Español',
    'pt_BR': 'Português (Brasil)',
    'zh_CN': '简体中文',
}
editions_formats = ('html', 'pdf', 'epub')

# Editions in two languages, the first one on the left.
editions_pairs = [('en', 'es')]

# What becomes a PDF and an EPUB: (document, file name).
pdf_documents = [('index', 'shared-future')]

# Looks: the theme of the web pages
html_theme = 'editions'

# Where the site will be: 'https://example.org/' or 'https://example.org/folder/'.
# Empty: everything works but what needs a full address (canonical links, sitemap, feeds).
html_baseurl = ''

# Translation.  The path is absolute because Sphinx and sphinx-intl resolve relative
# ones from different folders.
locale_dirs = [str(HERE / 'locale')]
gettext_compact = False  # one catalog for each document

# The note is called from the byline without a space before its mark.
trim_footnote_reference_space = True
