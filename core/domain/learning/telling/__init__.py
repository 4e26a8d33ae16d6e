"""Telling: what people are told of what was learned, each in the tone that they want."""
