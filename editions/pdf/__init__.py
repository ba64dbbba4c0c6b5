"""The `pdf` builder: one HTML page, laid out by WeasyPrint, conforming."""
