"""The rules a translation must keep, one generator each; no Sphinx, no docutils."""
