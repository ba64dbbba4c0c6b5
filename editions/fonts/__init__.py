"""The faces as files: coverage, subsets, and the cure of CID-keyed ones."""
