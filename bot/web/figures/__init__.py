"""The page of figures: a file of them, and a form for one post."""
