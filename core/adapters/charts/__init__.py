"""Charts as PNG and SVG, drawn from a few marks."""

from core.adapters.charts.painter import FilePainter

__all__ = ["FilePainter"]
