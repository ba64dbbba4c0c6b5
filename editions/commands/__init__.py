"""One module a verb: reads, joins rooms, prints."""
