"""The pages of what was learned: insights, tasks, the score's check, and one's preferences."""
