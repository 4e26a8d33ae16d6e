"""German failures of what is outside: platforms, sign-ins, ffmpeg and the model."""

from __future__ import annotations

from typing import Final

OUTSIDE: Final = {
    "The code was not typed in time; type /account link for another one.": (
        "Der Code wurde nicht rechtzeitig getippt; hol dir mit /account link einen neuen."
    ),
    (
        "{platform:platform} sends people back to a page of Truss: whoever runs it sets "
        "TRUSS_PUBLIC_URL and registers its address there."
    ): (
        "{platform} schickt Leute auf eine Seite von Truss zurück: Wer es betreibt, setzt "
        "TRUSS_PUBLIC_URL und trägt die Adresse dort ein."
    ),
    "This link is used or over; type /account link for another one.": (
        "Dieser Link ist verbraucht oder abgelaufen; hol dir mit /account link einen neuen."
    ),
    (
        "This answer belongs to no link that was opened in this browser; type /account link "
        "and open the new link here."
    ): (
        "Diese Antwort gehört zu keinem Link, der in diesem Browser geöffnet wurde; tippe "
        "/account link und öffne den neuen Link hier."
    ),
    "You did not agree at {platform:platform}; nothing was linked.": (
        "Du hast bei {platform} nicht zugestimmt; nichts wurde verknüpft."
    ),
    "{platform:platform} did not link the account; type /account link again.": (
        "{platform} hat das Konto nicht verknüpft; tippe /account link noch einmal."
    ),
    "{platform:platform} sent no code back; type /account link again.": (
        "{platform} hat keinen Code zurückgeschickt; tippe /account link noch einmal."
    ),
    (
        "{platform:platform} did not give Truss the right to {rights:ws}; type /account link "
        "again and leave every box ticked."
    ): (
        "{platform} hat Truss ein Recht nicht gegeben ({rights}); tippe /account link noch "
        "einmal und lass jeden Haken gesetzt."
    ),
    "Nothing was linked.": "Nichts wurde verknüpft.",
    "Somebody else has just unlinked the account.": (
        "Jemand anderes hat das Konto gerade getrennt."
    ),
    "Somebody else is linking this account: look at it again.": (
        "Jemand anderes verknüpft dieses Konto gerade: Sieh noch einmal nach."
    ),
    (
        "{platform:platform} is not set up here: whoever runs Truss sets its client id and "
        "secret, as config/.env.example says."
    ): (
        "{platform} ist hier nicht eingerichtet: Wer Truss betreibt, setzt Client-ID und "
        "Secret, wie config/.env.example es beschreibt."
    ),
    "{platform:platform} is not set up here: set its client id and secret.": (
        "{platform} ist hier nicht eingerichtet: Setze Client-ID und Secret."
    ),
    "The account was refreshed by another process: use the newer token.": (
        "Das Konto hat ein anderer Prozess erneuert: Nimm das neuere Token."
    ),
    "{platform:platform} has taken back the access to {name}; link it again with /account link.": (
        "{platform} hat den Zugang zurückgenommen ({name}); verknüpfe das Konto neu mit "
        "/account link."
    ),
    "There is no such account: link it with /account link.": (
        "Dieses Konto gibt es nicht: Verknüpfe es mit /account link."
    ),
    "The account is no longer linked: link it with /account link.": (
        "Das Konto ist nicht mehr verknüpft: Verknüpfe es mit /account link."
    ),
    "No accounts can be linked here: the bot was started without a key.": (
        "Hier lassen sich keine Konten verknüpfen: Der Bot läuft ohne Schlüssel."
    ),
    "No accounts can be read here: the bot was started without a key.": (
        "Hier lassen sich keine Konten lesen: Der Bot läuft ohne Schlüssel."
    ),
    "{name} no longer accepts the code; type /account link again.": (
        "{name} nimmt den Code nicht mehr an; tippe /account link noch einmal."
    ),
    "{name} rejects the code it sent back; type /account link again.": (
        "{name} weist den eigenen Code zurück; tippe /account link noch einmal."
    ),
    (
        "There is no {name} channel behind this sign-in; create one there, or choose another "
        "account, and type /account link again."
    ): (
        "Hinter dieser Anmeldung steht kein Kanal auf {name}; lege dort einen an oder "
        "wähle ein anderes Konto und tippe /account link noch einmal."
    ),
    "{name} refuses to refresh the account.": "{name} will das Konto nicht erneuern.",
    (
        "{name} refuses the client id or secret of Truss: whoever runs it must check them in "
        "the settings."
    ): (
        "{name} weist Client-ID oder Secret von Truss zurück: Wer es betreibt, muss sie in "
        "den Einstellungen prüfen."
    ),
    "{name} gave an unexpected answer ({status}); try again later.": (
        "{name} hat unerwartet geantwortet ({status}); versuch es später noch einmal."
    ),
    "{name} cannot be reached ({why:w}); try again later.": (
        "{name} ist nicht zu erreichen ({why}); versuch es später noch einmal."
    ),
    "{name} cannot be reached ({why:w}); look at this machine's network, or try again later.": (
        "{name} ist nicht zu erreichen ({why}); sieh nach dem Netz dieser Maschine oder "
        "versuch es später noch einmal."
    ),
    "{name} cannot be reached ({why:w}).": "{name} ist nicht zu erreichen ({why}).",
    "Discord is not connected; set TRUSS_DISCORD_TOKEN.": (
        "Discord ist nicht verbunden; setze TRUSS_DISCORD_TOKEN."
    ),
    "Discord refuses TRUSS_DISCORD_TOKEN; copy the bot's token anew from the developer portal.": (
        "Discord lehnt TRUSS_DISCORD_TOKEN ab; kopiere das Token des Bots neu aus dem "
        "Entwicklerportal."
    ),
    "Discord does not tell who reacted ({why:w}).": (
        "Discord sagt nicht, wer reagiert hat ({why})."
    ),
    "Discord refused {thing:w} ({why}).": "Discord hat das abgelehnt: {thing} ({why}).",
    "the card": "die Karte",
    "the clip": "der Clip",
    "Twitch's chat did not answer for {login}: check the name, and try again later.": (
        "Der Chat von Twitch hat für {login} nicht geantwortet: Prüfe den Namen und "
        "versuch es später noch einmal."
    ),
    "The Twitch account has not allowed this ({said}); link it again with /account link.": (
        "Das Twitch-Konto hat das nicht erlaubt ({said}); verknüpfe es neu mit /account link."
    ),
    "Twitch refused the token ({said}).": "Twitch hat das Token abgelehnt ({said}).",
    "Twitch does not allow it: {said}.": "Twitch erlaubt es nicht: {said}.",
    "Twitch found nothing there: {said}.": "Twitch hat dort nichts gefunden: {said}.",
    "Twitch asked us to wait.": "Twitch bittet um Geduld.",
    "Twitch has an internal problem ({status}).": "Twitch hat ein eigenes Problem ({status}).",
    "Twitch refuses it: {said}.": "Twitch lehnt es ab: {said}.",
    "Twitch's sign-in does not answer.": "Die Anmeldung von Twitch antwortet nicht.",
    "{platform:platform} no longer accepts the access token.": (
        "{platform} nimmt das Zugangstoken nicht mehr an."
    ),
    "{platform:platform} gave no figures ({status}).": (
        "{platform} hat keine Zahlen geliefert ({status})."
    ),
    "{platform:platform} answered in an unexpected form.": (
        "{platform} hat unerwartet geantwortet."
    ),
    "TikTok gave no figures.": "TikTok hat keine Zahlen geliefert.",
    "TikTok did not accept a part of the clip (status {status}).": (
        "TikTok hat einen Teil des Clips nicht angenommen (Status {status})."
    ),
    "Check in the channel whether the clip is there: {error:w}": (
        "Sieh im Kanal nach, ob der Clip da ist: {error}"
    ),
    "The disk is full: free some space, then try again.": (
        "Die Platte ist voll: Schaff Platz und versuch es dann noch einmal."
    ),
    "The disk is too full for this file: free {n:n} MiB, then try again.": (
        "Die Platte ist zu voll für diese Datei: Schaff {n} MiB Platz und versuch es dann "
        "noch einmal."
    ),
    "The rendered clip is not as planned: {what}.": (
        "Der fertige Clip ist nicht wie geplant: {what}."
    ),
    "read the analytics": "die Analysen lesen",
    "Unknown error; the log of Truss has details.": (
        "Unbekannter Fehler; im Protokoll von Truss steht mehr."
    ),
    "{said:w} Link the account again and allow posting.": (
        "{said} Verknüpfe das Konto neu und erlaube das Posten."
    ),
    "{said:w} Link the account again and allow uploads.": (
        "{said} Verknüpfe das Konto neu und erlaube Uploads."
    ),
    "{said:w} Link an account that has a channel.": (
        "{said} Verknüpfe ein Konto, das einen Kanal hat."
    ),
    "The YouTube account does not let Truss {what:w} its videos: link it again and allow that.": (
        "Das YouTube-Konto lässt Truss bei seinen Videos nicht, was nötig ist ({what}): "
        "Verknüpfe es neu und erlaube das."
    ),
    "see": "ansehen",
    "change": "ändern",
    "The recording of the stream downloads too slowly; it may work later.": (
        "Die Aufzeichnung des Streams lädt zu langsam; vielleicht geht es später."
    ),
    "The recording of the stream is too large to read.": (
        "Die Aufzeichnung des Streams ist zu groß zum Lesen."
    ),
    "Nothing is playing there, or its stream has no segments; check the address.": (
        "Dort läuft nichts, oder der Stream hat keine Stücke; prüfe die Adresse."
    ),
    "The stream cannot be read ({why:w}).": "Der Stream ist nicht zu lesen ({why}).",
    "The speech model {name} could not transcribe this ({why}).": (
        "Das Sprachmodell {name} konnte das nicht aufschreiben ({why})."
    ),
}
