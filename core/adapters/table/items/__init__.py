"""Items: how each domain object is stored in the table, and read back.

Each item carries `schemaVersion`; an attribute that an older program did not write gets its
default. Seconds and scores are stored as exact decimals, so every float is read back unchanged.
"""
