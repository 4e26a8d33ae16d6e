"""A workspace to ask about, and questions with what a right answer holds."""
