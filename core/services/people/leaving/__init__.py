"""Leaving: what a creator takes along, and what is forgotten of creators and chatters."""
