"""Questions in words, asked in Discord."""
