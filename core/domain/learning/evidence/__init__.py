"""Evidence: what can be claimed from a creator's posts, and how much is missing."""
