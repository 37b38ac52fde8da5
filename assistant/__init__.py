"""Question → answer made of verified quotes, and everything people do with answers."""
