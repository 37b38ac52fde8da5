"""Passages → searchable arrays: tokens, postings, vectors, and the generations that hold them."""
