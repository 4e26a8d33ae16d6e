"""German, by what it is said in."""
