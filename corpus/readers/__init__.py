"""One module a format: a file's bytes become decoded text whose offsets everything else refers to."""
