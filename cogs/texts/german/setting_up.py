"""German for setting up: introduction, checklist, team, signing in, and what can be typed."""

from __future__ import annotations

from typing import Final

SETTING_UP: Final = {
    (
        "**Hello, I am Truss.** I listen to a stream's chat, cut a clip whenever it erupts, "
        "and lay it before your moderators as a card; what they approve goes out."
    ): (
        "**Hallo, ich bin Truss.** Ich höre dem Chat eines Streams zu, schneide einen "
        "Clip, wenn er ausbricht, und lege ihn deinen Moderatoren als Karte vor; was sie "
        "freigeben, geht hinaus."
    ),
    (
        "Whoever manages this server types {setup}: it asks where cards go and who decides, "
        "and says what comes next. {help} lists everything."
    ): (
        "Wer diesen Server verwaltet, tippt {setup}: Es fragt, wohin Karten gehen und wer "
        "entscheidet, und sagt, was als Nächstes kommt. {help} zählt alles auf."
    ),
    (
        "Truss cuts the moments at which chat erupts, and lays each before the moderators as a "
        "card. React with ✅ to approve, with ❌ to reject, with ⏪ or ⏩ to have it cut 2 s "
        "earlier or later, with ⏫ to let it go first, or use the buttons; take ✅ away again "
        "before it goes out, and nothing does."
    ): (
        "Truss schneidet die Momente, in denen der Chat ausbricht, und legt jeden den "
        "Moderatoren als Karte vor. Reagiere mit ✅, um freizugeben, mit ❌, um abzulehnen, "
        "mit ⏪ oder ⏩ für einen Schnitt 2 s früher oder später, mit ⏫, um ihn vorzuziehen, "
        "oder nimm die Knöpfe; nimm ✅ zurück, bevor er hinausgeht, und nichts geht hinaus."
    ),
    "`/{names}` {what:w}": "`/{names}` {what}",
    "Cards go to {channel}, and {role} decides.": (
        "Karten gehen in {channel}, und {role} entscheidet."
    ),
    "Cards go to {channel}, and {role} decides, with {n:n} approvals.": (
        "Karten gehen in {channel}, und {role} entscheidet, mit {n} Freigaben."
    ),
    "Clips that wait for a decision: {n:n}; their cards follow.": (
        "Clips, die auf eine Entscheidung warten: {n}; ihre Karten folgen."
    ),
    "Clips that wait for a decision: more than {n:n}; their cards follow.": (
        "Clips, die auf eine Entscheidung warten: mehr als {n}; ihre Karten folgen."
    ),
    "New clips have that layout.": "Neue Clips bekommen dieses Layout.",
    "The chat of {login} is listened to.": "Dem Chat von {login} wird zugehört.",
    "There Truss still needs these rights: {rights:ws}.": (
        "Dort fehlen Truss noch diese Rechte: {rights}."
    ),
    "view channel": "Kanal ansehen",
    "read messages": "Kanal ansehen",
    "send messages": "Nachrichten senden",
    "attach files": "Dateien anhängen",
    "add reactions": "Reaktionen hinzufügen",
    "read message history": "Nachrichtenverlauf anzeigen",
    "☑ Cards go to {channel}, and {role} decides.": (
        "☑ Karten gehen in {channel}, und {role} entscheidet."
    ),
    "☑ Cards go to {channel}, and {role} decides, {n:n} approvals.": (
        "☑ Karten gehen in {channel}, und {role} entscheidet, mit {n} Freigaben."
    ),
    "☑ Listens to {names:names}.": "☑ Hört zu: {names}.",
    "☐ No Twitch channel: /stream connect": "☐ Kein Twitch-Kanal: /stream connect",
    "☑ Linked: {names:accounts}.": "☑ Verknüpft: {names}.",
    "☐ No account is linked: /account link": "☐ Kein Konto ist verknüpft: /account link",
    "A video of yours becomes clips with /video upload.": (
        "Aus einem Video von dir werden Clips mit /video upload."
    ),
    "☑ Approved clips go to {names:names}.": "☑ Freigegebene Clips gehen an {names}.",
    "☐ Approved clips go to a folder of whoever runs Truss alone: /where add": (
        "☐ Freigegebene Clips gehen nur in einen Ordner bei dem, der Truss betreibt: /where add"
    ),
    "☐ Approved clips go nowhere: /where add": (
        "☐ Freigegebene Clips gehen nirgendwohin: /where add"
    ),
    "{n:n} more: `trussbot doctor`, or the page Set-up.": (
        "{n} weitere: `trussbot doctor`, oder die Seite Set-up."
    ),
    "Set Truss up in this server": "Truss auf diesem Server einrichten",
    "Review channel": "Kanal für Karten",
    "Moderator role": "Rolle der Moderatoren",
    "Approvals": "Freigaben",
    "Twitch channel": "Twitch-Kanal",
    "whose chat is listened to; more with /stream connect": (
        "wessen Chat gehört wird; mehr mit /stream connect"
    ),
    "how a picture fills the upright frame": "wie ein Bild das Hochformat füllt",
    "Truss chooses for each clip": "Truss wählt für jeden Clip",
    (
        "<@{id}> would own all of this: clips, accounts, settings and servers. You would be an "
        "editor, and only they could give it back. Is that what you want?"
    ): (
        "<@{id}> würde alles hier besitzen: Clips, Konten, Einstellungen und Server. Du "
        "wärst Editor, und nur diese Person könnte es zurückgeben. Willst du das?"
    ),
    "Hand over": "Übergeben",
    "<@{id}> is the owner now.": "<@{id}> ist jetzt der Besitzer.",
    (
        "Truss would post no more cards in this server, and nobody could decide here. Clips, "
        "accounts and settings stay, and what is scheduled goes out; /setup here begins again. "
        "Is that what you want?"
    ): (
        "Truss würde auf diesem Server keine Karten mehr posten, und niemand könnte hier "
        "entscheiden. Clips, Konten und Einstellungen bleiben, und was geplant ist, geht "
        "hinaus; /setup here fängt neu an. Willst du das?"
    ),
    "Remove": "Entfernen",
    "Truss is no longer set up in this server.": (
        "Truss ist auf diesem Server nicht mehr eingerichtet."
    ),
    "**Owner** (may do everything): {who:held}": "**Besitzer** (darf alles): {who}",
    "**Editors** (may change settings and link accounts): {who:held}": (
        "**Editoren** (dürfen Einstellungen ändern und Konten verknüpfen): {who}"
    ),
    "**Moderators** (decide on clips): {who:held}": (
        "**Moderatoren** (entscheiden über Clips): {who}"
    ),
    "{who} may change settings and link accounts from now on.": (
        "{who} darf ab jetzt Einstellungen ändern und Konten verknüpfen."
    ),
    "{who} decides on clips from now on.": "{who} entscheidet ab jetzt über Clips.",
    "{who} has no role by name any more.": "{who} hat keine eigene Rolle mehr.",
    (
        "Everything of **{creator}** would be gone for good: clips, videos, plans, figures, "
        "accounts, settings, the team and this server's setup. What was published stays where "
        "it is, and so do the cards in Discord and older backups. Attached are all your data "
        "as JSON. Videos and clips as files come with `trussbot export` on the machine that "
        "runs Truss."
    ): (
        "Alles von **{creator}** wäre endgültig weg: Clips, Videos, Pläne, Zahlen, Konten, "
        "Einstellungen, das Team und die Einrichtung dieses Servers. Was veröffentlicht "
        "ist, bleibt, wo es ist, ebenso die Karten in Discord und ältere Backups. "
        "Angehängt sind alle deine Daten als JSON. Videos und Clips als Dateien gibt es "
        "mit `trussbot export` auf der Maschine, auf der Truss läuft."
    ),
    (
        "Everything of **{creator}** would be gone for good: clips, videos, plans, figures, "
        "accounts, settings, the team and this server's setup. What was published stays where "
        "it is, and so do the cards in Discord and older backups. Your data are too large for "
        "a message, so take them first from there. Videos and clips as files come with "
        "`trussbot export` on the machine that runs Truss."
    ): (
        "Alles von **{creator}** wäre endgültig weg: Clips, Videos, Pläne, Zahlen, Konten, "
        "Einstellungen, das Team und die Einrichtung dieses Servers. Was veröffentlicht "
        "ist, bleibt, wo es ist, ebenso die Karten in Discord und ältere Backups. Deine "
        "Daten sind zu groß für eine Nachricht, also hol sie erst dort. Videos und Clips "
        "als Dateien gibt es mit `trussbot export` auf der Maschine, auf der Truss läuft."
    ),
    "Delete everything": "Alles löschen",
    "type: {phrase}": "tippe: {phrase}",
    "Everything is deleted: {a:n} entries and {b:n} files.": (
        "Alles ist gelöscht: {a} Einträge und {b} Dateien."
    ),
    "Something was still being written: type /setup here and delete once more.": (
        "Etwas wurde noch geschrieben: Tippe /setup here und lösche noch einmal."
    ),
    "Sign in": "Anmelden",
    "The button signs you in to the page of Truss.": (
        "Der Knopf meldet dich auf der Seite von Truss an."
    ),
    "It is for you alone, works once, and ends {when}.": (
        "Er ist nur für dich, geht einmal und endet {when}."
    ),
    "It leads to the machine that runs Truss; for others, whoever runs it sets TRUSS_PUBLIC_URL.": (
        "Er führt auf die Maschine, auf der Truss läuft; für andere setzt, wer es "
        "betreibt, TRUSS_PUBLIC_URL."
    ),
    "[Open the upload page]({url}). The link is for you alone, works once, and expires {when}.": (
        "[Seite zum Hochladen öffnen]({url}). Der Link ist nur für dich, geht einmal und "
        "endet {when}."
    ),
    (
        "[Open the upload page]({url}). The link is for you alone, works once, and expires "
        "{when}. It only works on the machine that runs Truss; to let others use it, whoever "
        "runs Truss sets TRUSS_PUBLIC_URL."
    ): (
        "[Seite zum Hochladen öffnen]({url}). Der Link ist nur für dich, geht einmal und "
        "endet {when}. Er geht nur auf der Maschine, auf der Truss läuft; für andere "
        "setzt, wer Truss betreibt, TRUSS_PUBLIC_URL."
    ),
    "owner": "Besitzer",
    "editor": "Editor",
    "moderator": "Moderator",
    "nobody": "niemand",
    "and more": "und mehr",
    "keep this for all here who said nothing themselves; owner and editors": (
        "für alle hier, die selbst nichts gesagt haben; Besitzer und Editoren"
    ),
}
