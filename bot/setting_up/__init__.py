"""Setting up by questions: one file a step, each of which may be left out."""
