"""Stores of posts that are out: what is known of them, and when they are measured."""
