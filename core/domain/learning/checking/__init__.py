"""Checking: whether the predicted score puts posts in the order in which they did."""
