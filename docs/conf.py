"""The manual of Editions: a Sphinx project like any other, with one name of ours."""

project = 'Editions'
extensions = ['editions']
html_theme = 'editions'
pdf_documents = [('index', 'editions-manual')]

# A manual is not cited by paragraph.
html_theme_options = {'paragraph_numbers': False, 'reading_time': False}
pdf_theme_options = {'paragraph_numbers': False}
