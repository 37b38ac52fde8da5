"""The maintainer's pages at `/upkeep`: documents, changes, building and switching, words, health, exports."""
