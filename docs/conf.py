"""The manual of Editions: a Sphinx project like any other, with one name of ours."""

project = 'Editions'
extensions = ['editions']
html_theme = 'editions'
pdf_documents = [('index', 'editions-manual')]
