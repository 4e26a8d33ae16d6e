"""JSON under /api/v1: the page's actions for a person's own programs."""
