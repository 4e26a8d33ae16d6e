"""Exports of platforms: tables of figures, recognised by what their columns mean."""
