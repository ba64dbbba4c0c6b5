"""What the HTML editions need beside the transforms."""
