"""Spreadsheets of questions, as people have them → spreadsheets with answers, for people to look through."""
