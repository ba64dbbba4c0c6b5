"""A project in both markups, as strangers write them."""

from pathlib import Path

project = 'Stranger'
author = 'A. Writer'
language = 'en'
extensions = ['myst_parser', 'editions']
locale_dirs = [str(Path(__file__).parent / 'locale')]
gettext_compact = False
myst_heading_anchors = 3
myst_enable_extensions = ['colon_fence', 'substitution', 'tasklist']
myst_substitutions = {
    'ghost': 'a grey ghost',
    'hinge': 'old hinge',
    'tool': 'the **sickle**',
    'barn-door': 'the *red* door of {{ tool }}',
}
gettext_additional_targets = ['literal-block']
html_theme = 'alabaster'
exclude_patterns = ['readme.md', 'out']
templates_path = ['_templates']
pygments_style = 'monokai'
rst_prolog = '.. |boat| replace:: the Harbour Boat\n'
