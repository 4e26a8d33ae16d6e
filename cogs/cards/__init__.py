"""Cards: what every face shows of a clip, and how Discord shows it."""
