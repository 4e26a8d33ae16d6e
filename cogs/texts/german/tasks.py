"""German tasks: what there is to do, what doing it changed, and what is asked of posts."""

from __future__ import annotations

from typing import Final

_POSTS: Final = {
    "clips of at most 30 seconds": "Clips bis 30 Sekunden",
    "longer clips": "längere Clips",
    "posts between 17:00 and 22:00": "Beiträge zwischen 17:00 und 22:00",
    "posts at other hours": "Beiträge zu anderen Zeiten",
    "posts on Saturday and Sunday": "Beiträge am Samstag und Sonntag",
    "posts on other days": "Beiträge an anderen Tagen",
    "clips with the camera above the game": "Clips mit der Kamera über dem Spiel",
    "clips in another layout": "Clips in anderem Layout",
    "clips with captions": "Clips mit Untertiteln",
    "clips without": "Clips ohne",
    "clips at which chat laughed": "Clips, bei denen der Chat lachte",
    "clips with another reaction": "Clips mit anderer Reaktion",
    "titles that ask something": "Titel, die etwas fragen",
    "titles that ask nothing": "Titel, die nichts fragen",
    "clips that viewers asked for": "Clips, die Zuschauer wollten",
    "clips found by chat's pace": "Clips, die das Tempo des Chats fand",
}
_LARGE: Final = {english[0].upper() + english[1:]: german for english, german in _POSTS.items()}
TASKS: Final = (
    _POSTS
    | _LARGE
    | {
        "Keep clips to 30 seconds": "Clips bei 30 Sekunden halten",
        "Let clips run longer than 30 seconds": "Clips länger als 30 Sekunden laufen lassen",
        "Post between 17:00 and 22:00": "Zwischen 17:00 und 22:00 posten",
        "Post outside of 17:00 to 22:00": "Außerhalb von 17:00 bis 22:00 posten",
        "Post on Saturday and Sunday": "Am Samstag und Sonntag posten",
        "Post from Monday to Friday": "Von Montag bis Freitag posten",
        "Stack the camera above the game": "Die Kamera über das Spiel stapeln",
        "Choose another layout than the stack": "Ein anderes Layout als den Stapel wählen",
        "Write captions into clips": "Untertitel in die Clips schreiben",
        "Leave captions out": "Untertitel weglassen",
        "Choose moments at which chat laughs": "Momente wählen, bei denen der Chat lacht",
        "Choose other moments than those at which chat laughs": (
            "Andere Momente wählen als die, bei denen der Chat lacht"
        ),
        "Ask something in the title": "Im Titel etwas fragen",
        "Do not ask anything in the title": "Im Titel nichts fragen",
        "Choose the clips that viewers ask for": "Die Clips wählen, die Zuschauer wollen",
        "Choose clips by chat's pace instead": "Clips lieber nach dem Tempo des Chats wählen",
        "Try it: {posts:w} by turns, for {n:n} posts": (
            "Ausprobieren: {posts} im Wechsel, {n} Beiträge lang"
        ),
        "By turns tells sooner than waiting, and tells the reason.": (
            "Im Wechsel zeigt es sich früher als durch Warten, und auch der Grund."
        ),
        "{n:n} posts show it if the {what:w} differ by about {r:n} times.": (
            "{n} Beiträge zeigen es, wenn die {what} sich etwa um das {r}-Fache unterscheiden."
        ),
        "{n:n} posts show it if the {what:w} differs by about {r:n} times.": (
            "{n} Beiträge zeigen es, wenn {what} sich etwa um das {r}-Fache unterscheidet."
        ),
        "Do it": "Machen",
        "Mark as done": "Erledigt",
        "In a week": "In einer Woche",
        "Dismiss": "Verwerfen",
        "And {n:n} more.": "Und {n} weitere.",
        "Clips are cut in the layout “{layout}” from now on.": (
            "Clips werden ab jetzt im Layout „{layout}“ geschnitten."
        ),
        "Captions are on from now on.": "Untertitel sind ab jetzt an.",
        "Captions are off from now on.": "Untertitel sind ab jetzt aus.",
        "Posting slots: {now} (before: {before}).": "Posting-Zeiten: {now} (vorher: {before}).",
        "Titles that a model writes ask something from now on.": (
            "Titel, die ein Modell schreibt, fragen ab jetzt etwas."
        ),
        "Titles that a model writes ask nothing from now on.": (
            "Titel, die ein Modell schreibt, fragen ab jetzt nichts."
        ),
        "The experiment begins with the next post.": (
            "Der Versuch beginnt mit dem nächsten Beitrag."
        ),
        (
            "The experiment begins with the next clip: a coin decides for each, and nothing has "
            "to be done."
        ): (
            "Der Versuch beginnt mit dem nächsten Clip: Für jeden entscheidet eine Münze, und zu "
            "tun ist nichts."
        ),
    }
)
