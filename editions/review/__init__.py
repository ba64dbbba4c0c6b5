"""Pages for reviewers: source and translation side by side."""
