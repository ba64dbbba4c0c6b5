"""One module a command: it reads, calls other packages and prints."""
