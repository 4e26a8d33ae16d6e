"""What a set-up is looked at for: one file a check, each of which says in sentences what is wrong.

A check gets plain values, and returns its findings; None where there is nothing to look at.
"""
