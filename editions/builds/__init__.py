"""What is out of date, and how it is built."""
