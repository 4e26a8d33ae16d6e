"""Texts: what is said in other languages, by the English sentence; one catalogue for every face."""
