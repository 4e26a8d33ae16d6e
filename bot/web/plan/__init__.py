"""The plan's pages: the calendar, the board, a post, and what was changed meanwhile."""
