"""Words of a clip: how they look, how people mend them, and which are not wanted."""
