"""The trainer's pages at `/check`: what was asked, verdicts, golden questions, spreadsheets, figures."""
