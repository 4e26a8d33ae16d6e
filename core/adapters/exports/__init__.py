"""Export files: CSV, zip and xlsx as tables of cells, however large they claim to be."""

from core.adapters.exports.export_files import ExportFiles

__all__ = ["ExportFiles"]
