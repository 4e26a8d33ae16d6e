"""Items: how each domain object lies in the table, and how it is read again.

Each item carries `schemaVersion`; an attribute that an older program did not write gets its
default. Seconds and scores are stored as exact decimals, so every float comes back as it went.
"""
