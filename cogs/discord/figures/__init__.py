"""Figures of posts: a file of them, and those typed by hand."""
