"""The default embedding model: its features, its training, its weights."""
