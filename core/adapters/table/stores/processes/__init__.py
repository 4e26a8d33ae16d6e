"""Stores of the processes on one table: who owns what, and what does not work where."""
