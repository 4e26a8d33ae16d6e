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
    "The account is being refreshed elsewhere and it takes too long; try again.": (
        "Das Konto wird gerade woanders erneuert, und es dauert zu lange; versuch es noch einmal."
    ),
    "What the platform granted could not be stored; try again.": (
        "Was die Plattform erlaubt hat, ließ sich nicht speichern; versuch es noch einmal."
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
    "it answers {n:n}": "Antwort {n}",
    "no answer in time": "keine Antwort in der Zeit",
    "the connection was refused": "Verbindung abgelehnt",
    "its address was not found": "Adresse nicht gefunden",
    "its certificate was not accepted": "Zertifikat nicht angenommen",
    "the connection broke": "Verbindung abgebrochen",
    "the connection failed": "Verbindung fehlgeschlagen",
    "Discord is not connected yet.": "Discord ist noch nicht verbunden.",
    "Discord is not connected; set TRUSS_DISCORD_TOKEN.": (
        "Discord ist nicht verbunden; setze TRUSS_DISCORD_TOKEN."
    ),
    "Discord does not answer.": "Discord antwortet nicht.",
    "Discord does not answer; the card follows when it does.": (
        "Discord antwortet nicht; die Karte folgt, sobald es antwortet."
    ),
    "Discord does not answer, so the card is not there yet.": (
        "Discord antwortet nicht, also ist die Karte noch nicht da."
    ),
    "Discord does not tell who reacted ({why:w}).": (
        "Discord sagt nicht, wer reagiert hat ({why})."
    ),
    "Discord refused {thing:w} ({why}).": "Discord hat das abgelehnt: {thing} ({why}).",
    "The clip is larger than this server takes: make it shorter.": (
        "Der Clip ist größer, als dieser Server annimmt: Mach ihn kürzer."
    ),
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
    "Twitch answered in an unexpected form.": "Twitch hat unerwartet geantwortet.",
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
    (
        "Until TikTok has audited this app, it posts to private accounts only: set the account "
        "to private, or use the inbox."
    ): (
        "Bis TikTok diese App geprüft hat, postet sie nur auf private Konten: Stell das "
        "Konto auf privat oder nimm den Posteingang."
    ),
    "TikTok has not verified that the clips' URL is yours: verify it in its developer portal.": (
        "TikTok hat nicht bestätigt, dass die Adresse der Clips dir gehört: Bestätige sie "
        "im Entwicklerportal."
    ),
    "TikTok does not offer this account the privacy that was chosen: choose again.": (
        "TikTok bietet diesem Konto die gewählte Sichtbarkeit nicht an: Wähle noch einmal."
    ),
    "TikTok does not let this account post; check the account in the TikTok app.": (
        "TikTok lässt dieses Konto nicht posten; sieh in der App von TikTok nach."
    ),
    "TikTok lets this account post {a:n} s at most, and the clip lasts {b:n} s: trim it.": (
        "TikTok lässt dieses Konto höchstens {a} s posten, und der Clip dauert {b} s: Kürze ihn."
    ),
    "TikTok did not accept a part of the clip (status {status}).": (
        "TikTok hat einen Teil des Clips nicht angenommen (Status {status})."
    ),
    "TikTok's uploads expire again and again; retry later.": (
        "Die Uploads bei TikTok verfallen immer wieder; versuch es später noch einmal."
    ),
    "The TikTok account has not granted {scope}: link it again and allow that.": (
        "Das TikTok-Konto hat {scope} nicht erlaubt: Verknüpfe es neu und erlaube das."
    ),
    "TikTok gave no upload URL; try again later.": (
        "TikTok hat keine Adresse für den Upload gegeben; versuch es später noch einmal."
    ),
    "TikTok no longer knows this upload; check in the app whether it is there.": (
        "TikTok kennt diesen Upload nicht mehr; sieh in der App nach, ob er da ist."
    ),
    "TikTok did not say whether it took the clip: check in the app whether it is there.": (
        "TikTok hat nicht gesagt, ob es den Clip angenommen hat: Sieh in der App nach, ob "
        "er da ist."
    ),
    (
        "TikTok did not say whether it took the clip, and the account does not let Truss see "
        "its videos: check in the app whether it is there."
    ): (
        "TikTok hat nicht gesagt, ob es den Clip angenommen hat, und das Konto lässt Truss "
        "seine Videos nicht sehen: Sieh in der App nach, ob er da ist."
    ),
    "Several videos on TikTok look like this clip: check in the app whether it is there.": (
        "Mehrere Videos auf TikTok sehen aus wie dieser Clip: Sieh in der App nach, ob er da ist."
    ),
    "Check in the channel whether the clip is there: {error:w}": (
        "Sieh im Kanal nach, ob der Clip da ist: {error}"
    ),
    "No Twitch account is linked: use /account link.": (
        "Kein Twitch-Konto ist verknüpft: /account link."
    ),
    "The Twitch account did not allow clips of recordings; link it again with /account link.": (
        "Das Twitch-Konto erlaubt keine Clips von Aufzeichnungen; verknüpfe es neu mit "
        "/account link."
    ),
    (
        "This clip is from another Twitch channel than the linked account; link that channel "
        "with /account link."
    ): (
        "Dieser Clip ist von einem anderen Twitch-Kanal als das verknüpfte Konto; "
        "verknüpfe diesen Kanal mit /account link."
    ),
    "Truss does not know where in the stream this clip is; clip it on Twitch.": (
        "Truss weiß nicht, wo im Stream dieser Clip ist; mach ihn auf Twitch."
    ),
    "Twitch is making the clip.": "Twitch macht den Clip gerade.",
    "Twitch may be making the clip.": "Twitch macht den Clip vielleicht gerade.",
    "Twitch returned no clip id.": "Twitch hat keine ID des Clips genannt.",
    "Twitch did not make this clip; make it on Twitch by hand.": (
        "Twitch hat diesen Clip nicht gemacht; mach ihn auf Twitch von Hand."
    ),
    "Twitch has no recording of that stream; let Twitch store past broadcasts, in its settings.": (
        "Twitch hat keine Aufzeichnung dieses Streams; lass Twitch vergangene "
        "Übertragungen speichern, in den Einstellungen dort."
    ),
    "YouTube has the video, but gave no id; asking again.": (
        "YouTube hat das Video, aber keine ID genannt; Truss fragt noch einmal."
    ),
    "YouTube gave no upload URL; try again later.": (
        "YouTube hat keine Adresse für den Upload gegeben; versuch es später noch einmal."
    ),
    "YouTube accepts no more of the upload now; it continues later.": (
        "YouTube nimmt gerade nichts mehr vom Upload an; er geht später weiter."
    ),
    "YouTube's upload sessions expire again and again; retry later.": (
        "Die Uploads bei YouTube verfallen immer wieder; versuch es später noch einmal."
    ),
    "ffmpeg failed while working on the {stage:w}: {said}": (
        "ffmpeg ist gescheitert ({stage}): {said}"
    ),
    "The disk is full: free some space and try again.": (
        "Die Platte ist voll: Schaff Platz und versuch es noch einmal."
    ),
    "The disk is full: free some space, then try again.": (
        "Die Platte ist voll: Schaff Platz und versuch es dann noch einmal."
    ),
    "The disk is too full for this file: free {n:n} MiB, then try again.": (
        "Die Platte ist zu voll für diese Datei: Schaff {n} MiB Platz und versuch es dann "
        "noch einmal."
    ),
    "ffmpeg needs more memory for this video than allowed: use a smaller rendition.": (
        "ffmpeg braucht für dieses Video mehr Speicher als erlaubt: Nimm eine kleinere Fassung."
    ),
    "ffmpeg was stopped after {n:n} s of work on one file.": (
        "ffmpeg wurde nach {n} s Arbeit an einer Datei angehalten."
    ),
    "The clip does not fit into {n:n} MB: allow more, or choose a shorter window.": (
        "Der Clip passt nicht in {n} MB: Erlaube mehr oder wähle einen kürzeren Ausschnitt."
    ),
    "The rendered clip is not as planned: {what}.": (
        "Der fertige Clip ist nicht wie geplant: {what}."
    ),
    "read the analytics": "die Analysen lesen",
    "Unknown error; the log of Truss has details.": (
        "Unbekannter Fehler; im Protokoll von Truss steht mehr."
    ),
}
