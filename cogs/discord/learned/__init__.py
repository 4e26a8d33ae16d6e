"""What was learned: insights, tasks, and what one wants to be told."""
