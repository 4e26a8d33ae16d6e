"""Uploads: the private link to the page on which a video is brought."""

from __future__ import annotations

from core.services.people.sign_in import VisitLink


def describe_link(link: VisitLink) -> str:
    """Return the link and how it works; angle brackets keep Discord from fetching a preview."""
    until = f"<t:{int(link.expires_at.timestamp())}:R>"
    text = (
        f"[Open the upload page](<{link.url}>). The link is for you alone, works once, and "
        f"expires {until}."
    )
    if link.is_local:
        text += (
            " It only works on the machine that runs Truss; to let others use it, whoever runs "
            "Truss sets TRUSS_PUBLIC_URL."
        )
    return text
