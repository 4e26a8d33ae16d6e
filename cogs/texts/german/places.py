"""German places: where a clip goes or went."""

from __future__ import annotations

from typing import Final

_FOLDER: Final = "the folder of published clips"
_STANDS: Final = (
    (
        "Waiting to go out to {place}",
        "Soll auf {place} veröffentlicht werden",
        "Soll in den Ordner der veröffentlichten Clips",
    ),
    (
        "On its way to {place}",
        "Unterwegs zu {place}",
        "Unterwegs in den Ordner der veröffentlichten Clips",
    ),
    (
        "Being processed by {place}",
        "Wird von {place} verarbeitet",
        "Wird im Ordner der veröffentlichten Clips verarbeitet",
    ),
    (
        "Published to {place}",
        "Auf {place} veröffentlicht",
        "Im Ordner der veröffentlichten Clips abgelegt",
    ),
    (
        "Published to {place}, which gave no link",
        "Auf {place} veröffentlicht, aber ohne Link",
        "Im Ordner der veröffentlichten Clips abgelegt, aber ohne Link",
    ),
    (
        "Uploaded to {place}, which keeps it private",
        "Auf {place} hochgeladen, dort aber privat",
        "Im Ordner der veröffentlichten Clips abgelegt, dort aber privat",
    ),
    (
        "Waiting for the creator to finish it on {place}",
        "Wartet darauf, dass der Creator ihn auf {place} fertigstellt",
        "Wartet darauf, dass der Creator ihn im Ordner der veröffentlichten Clips fertigstellt",
    ),
    (
        "Could not be published to {place}",
        "Konnte nicht auf {place} veröffentlicht werden",
        "Konnte nicht im Ordner der veröffentlichten Clips abgelegt werden",
    ),
    (
        "Will be tried again on {place}",
        "Wird auf {place} noch einmal versucht",
        "Wird im Ordner der veröffentlichten Clips noch einmal versucht",
    ),
    (
        "Connect {place} again to publish it",
        "Verknüpfe {place} neu, um ihn zu veröffentlichen",
        "Gib den Ordner der veröffentlichten Clips wieder frei, um ihn abzulegen",
    ),
    (
        "Waiting for the quota of {place}",
        "Wartet auf das Kontingent von {place}",
        "Wartet auf Platz im Ordner der veröffentlichten Clips",
    ),
    (
        "Will not go out to {place}",
        "Wird nicht auf {place} veröffentlicht",
        "Wird nicht im Ordner der veröffentlichten Clips abgelegt",
    ),
    (
        "Perhaps published to {place}: look there and decide",
        "Vielleicht auf {place} veröffentlicht: Sieh dort nach und entscheide",
        "Vielleicht im Ordner der veröffentlichten Clips abgelegt: Sieh dort nach und entscheide",
    ),
)
_FIGURES: Final = {
    "{n:#view}": "{n}",
    "{n:#like}": "{n}",
    "{n:#comment}": "{n}",
    "{n:#share}": "{n}",
    "{n:n} of them engaged": "davon {n} beteiligt",
}
PLACES: Final = _FIGURES | {
    english.replace("{place}", name) + end: german + shown
    for english, platform, folder in _STANDS
    for name, german in (("{place:platform}", platform), (_FOLDER, folder))
    for end, shown in ((".", "."), (": {reason:w}", ": {reason}"))
}
"""Each with a full stop or with a reason; German has other words for the folder."""
