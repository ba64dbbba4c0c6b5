"""The manual of Editions: a Sphinx project like any other, with one name of ours."""

from pathlib import Path

project = 'Editions'
extensions = ['editions']
language = 'en'
editions_languages = {
    'en': 'English',
    'es': 'Español',
    'pt_BR': 'Português (Brasil)',
    'zh_CN': '简体中文',
}
html_theme = 'editions'
editions_formats = ('html', 'pdf', 'epub')
pdf_documents = [('index', 'editions-manual')]
locale_dirs = [str(Path(__file__).parent / 'locale')]
gettext_compact = False

# A manual is not cited by paragraph.
html_theme_options = {'paragraph_numbers': False, 'reading_time': False}
pdf_theme_options = {'paragraph_numbers': False}
