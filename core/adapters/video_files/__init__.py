"""Video files as they are read with PyAV: opening them, and which streams in them count."""
