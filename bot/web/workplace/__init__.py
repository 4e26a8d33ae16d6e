"""The rest of the workplace: streams, where clips go and when, the team, and the running work."""
