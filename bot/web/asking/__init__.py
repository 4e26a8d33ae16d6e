"""The page of questions in words."""
