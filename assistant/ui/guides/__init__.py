"""The users' guide: one page for each role, with pictures, in the words that the pages themselves use."""
