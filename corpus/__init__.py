"""Document files → sections and passages, every character accounted for. No numpy, no ML, no network."""
