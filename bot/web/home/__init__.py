"""The home page, and what moves on pages by itself: events that the server sends."""
