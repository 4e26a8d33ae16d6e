"""The archive: rows read and forgotten by walking the whole table."""
