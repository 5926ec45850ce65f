"""Bytes to reports: text, JSON Lines, web pages. What cannot be used becomes `Rejected`."""
