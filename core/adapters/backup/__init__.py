"""Backups: a home copied to a folder, object by object, and brought back from there."""
