"""Template sources: read once at the start; each is compiled when it is first drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jinja2


class TemplateSources(jinja2.BaseLoader):
    """Gives templates out of memory, so that no request waits for the disk.

    Compiling all of them took a fifth of a start, and most are drawn by few processes or none.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: dict[str, tuple[str, str]] = {}

    def read(self) -> None:
        """Read every template of the folder. Blocks."""
        self._found = {
            file.relative_to(self._folder).as_posix(): (file.read_text(encoding="utf-8"), str(file))
            for file in sorted(self._folder.rglob("*.html"))
        }

    def get_source(
        self,
        environment: jinja2.Environment,  # noqa: ARG002 - jinja2 gives it
        template: str,
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Return the text of a template and the path of its file; TemplateNotFound for others."""
        if template not in self._found:
            raise jinja2.TemplateNotFound(template)
        return (*self._found[template], None)

    def list_templates(self) -> list[str]:
        return sorted(self._found)
