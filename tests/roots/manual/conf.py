"""A manual as programmers write them: signatures, options, admonitions, formulas, an index."""

project = 'Counting'
author = 'The Counters'
language = 'en'
extensions = ['editions', 'sphinx.ext.todo']
html_theme = 'editions'
todo_include_todos = True
