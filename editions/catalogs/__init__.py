"""Translators' files: read strictly and losslessly, compiled, carried forward."""
