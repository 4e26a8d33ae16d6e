"""German for streams and videos: what is heard and erupted, what was learned, and work."""

from __future__ import annotations

from typing import Final

STREAMS_SAID: Final = {
    "{login} is watched from now on.": "{login} wird ab jetzt beobachtet.",
    "{login} is no longer watched; its past streams stay.": (
        "{login} wird nicht mehr beobachtet; die vergangenen Streams bleiben."
    ),
    "Forgotten: the settings alone decide for this channel, until Truss has learned anew.": (
        "Vergessen: Für diesen Kanal entscheiden nur die Einstellungen, bis Truss neu gelernt hat."
    ),
    (
        "While {login} is live, its last minutes are kept on this machine, and clips are cut "
        "from them; they are deleted soon after the stream."
    ): (
        "Während {login} live ist, bleiben die letzten Minuten auf dieser Maschine, und "
        "Clips werden daraus geschnitten; bald nach dem Stream werden sie gelöscht."
    ),
    "Footage of {login} is no longer kept; Twitch's own clips are used, where allowed.": (
        "Von {login} wird nichts mehr aufgehoben; Twitchs eigene Clips werden benutzt, wo "
        "es erlaubt ist."
    ),
    "**{title}**: chat has not erupted.": "**{title}**: Der Chat ist nicht ausgebrochen.",
    "**{title}**: chat erupted once.": "**{title}**: Der Chat ist einmal ausgebrochen.",
    "**{title}**: chat erupted {n:n} times.": "**{title}**: Der Chat ist {n}-mal ausgebrochen.",
    "**{title}**: chat erupted {n:n} times. The strongest {m:n} are:": (
        "**{title}**: Der Chat ist {n}-mal ausgebrochen. Die {m} stärksten:"
    ),
    "{at:clock} {kind:reaction}, {n:n} people ({m:n} are usual)": (
        "{at} {kind}, {n} Leute (üblich sind {m})"
    ),
    "{at:clock} {kind:reaction}, {n:n} people ({m:n} are usual), asked for by {who}": (
        "{at} {kind}, {n} Leute (üblich sind {m}), gewünscht von {who}"
    ),
    "laughter": "Lachen",
    "shock": "Schreck",
    "hype": "Hype",
    "sadness": "Trauer",
    "applause": "Applaus",
    "mixed": "gemischt",
    "mixed reactions": "gemischten Reaktionen",
    (
        "Here a spike of {kind:w} must be {x:n} times as strong as usual: {a:n} of {b:n} were "
        "approved."
    ): (
        "Hier muss ein Ausbruch ({kind}) {x}-mal so stark sein wie üblich: {a} von {b} "
        "wurden freigegeben."
    ),
    "There is no video of one of them: {why:w}": "Von einem davon gibt es kein Video: {why}",
    "There is no video of {n:n} of them; the last: {why:w}": (
        "Von {n} davon gibt es kein Video; das letzte: {why}"
    ),
    "A clip that Truss asked Twitch for may lie there unused.": (
        "Ein Clip, um den Truss Twitch gebeten hat, liegt dort vielleicht ungenutzt."
    ),
    "A clip that Truss asked Twitch for may lie there unused; look at {urls}": (
        "Ein Clip, um den Truss Twitch gebeten hat, liegt dort vielleicht ungenutzt; sieh nach: "
        "{urls}"
    ),
    "{n:n} clips that Truss asked Twitch for may lie there unused.": (
        "{n} Clips, um die Truss Twitch gebeten hat, liegen dort vielleicht ungenutzt."
    ),
    "{n:n} clips that Truss asked Twitch for may lie there unused; look at {urls}": (
        "{n} Clips, um die Truss Twitch gebeten hat, liegen dort vielleicht ungenutzt; sieh nach: "
        "{urls}"
    ),
    "No Twitch channel is watched yet, so nothing has been learned.": (
        "Noch wird kein Twitch-Kanal beobachtet, also wurde nichts gelernt."
    ),
    "... and {n:n} more; each stream's page shows what its channel taught.": (
        "... und {n} weitere; die Seite jedes Streams zeigt, was sein Kanal gelehrt hat."
    ),
    "Nothing has been approved or rejected on this channel yet.": (
        "Auf diesem Kanal wurde noch nichts freigegeben oder abgelehnt."
    ),
    (
        "{a:n} of {b:n} clips from chat were approved ({share:percent}; 95 % interval "
        "{low:percent} to {high:percent})."
    ): (
        "{a} von {b} Clips aus dem Chat wurden freigegeben ({share}; 95-%-Bereich {low} "
        "bis {high})."
    ),
    "Chat reacts {a:n} s after the sound here (give or take {b:n} s, from {c:n} moments).": (
        "Der Chat reagiert hier {a} s nach dem Ton (plus oder minus {b} s, aus {c} Momenten)."
    ),
    "{title}, {when:moment}, {length:clock} long": "{title}, {when}, Dauer {length}",
    "{title}, live since {when:moment}": "{title}, live seit {when}",
    "{title}, live since {when:moment}; this machine's clock is {a:n} s ahead of Twitch": (
        "{title}, live seit {when}; die Uhr dieser Maschine geht {a} s vor gegenüber Twitch"
    ),
    "{title}, live since {when:moment}; this machine's clock is {a:n} s behind Twitch": (
        "{title}, live seit {when}; die Uhr dieser Maschine geht {a} s nach gegenüber Twitch"
    ),
    "{title}, live since {when:moment}; chat arrives up to {b:n} s late": (
        "{title}, live seit {when}; der Chat kommt bis zu {b} s verspätet"
    ),
    (
        "{title}, live since {when:moment}; this machine's clock is {a:n} s ahead of Twitch and "
        "chat arrives up to {b:n} s late"
    ): (
        "{title}, live seit {when}; die Uhr dieser Maschine geht {a} s vor gegenüber "
        "Twitch, und der Chat kommt bis zu {b} s verspätet"
    ),
    (
        "{title}, live since {when:moment}; this machine's clock is {a:n} s behind Twitch and chat "
        "arrives up to {b:n} s late"
    ): (
        "{title}, live seit {when}; die Uhr dieser Maschine geht {a} s nach gegenüber "
        "Twitch, und der Chat kommt bis zu {b} s verspätet"
    ),
    "Untitled": "Ohne Titel",
    "Untitled video": "Video ohne Titel",
    "No channel is watched yet: /stream connect": (
        "Noch wird kein Kanal beobachtet: /stream connect"
    ),
    "**{login}** is offline; its next stream is heard by itself.": (
        "**{login}** ist offline; der nächste Stream wird von selbst gehört."
    ),
    (
        "**{login}** is offline; its next stream is heard by itself. Another process of Truss "
        "listens to it, or none yet."
    ): (
        "**{login}** ist offline; der nächste Stream wird von selbst gehört. Ein anderer "
        "Prozess von Truss hört ihn, oder noch keiner."
    ),
    "**{login}** is live since {when:moment}: {title}": (
        "**{login}** ist live, begonnen {when}: {title}"
    ),
    "Not heard since {when}: {why:w}.": "Zuletzt gehört {when}: {why}.",
    "Heard by another process of Truss, or by none.": (
        "Von einem anderen Prozess von Truss gehört, oder von keinem."
    ),
    "Heard; nobody has written yet.": "Gehört; noch hat niemand geschrieben.",
    "Heard now; lines come up to {n:n} s late.": (
        "Wird gehört; Zeilen kommen bis zu {n} s verspätet."
    ),
    "Heard now; lines come up to {n:n} s late; this machine's clock is {a:n} s ahead of Twitch.": (
        "Wird gehört; Zeilen kommen bis zu {n} s verspätet; die Uhr dieser Maschine geht "
        "{a} s vor gegenüber Twitch."
    ),
    "Heard now; lines come up to {n:n} s late; this machine's clock is {a:n} s behind Twitch.": (
        "Wird gehört; Zeilen kommen bis zu {n} s verspätet; die Uhr dieser Maschine geht "
        "{a} s nach gegenüber Twitch."
    ),
    "Heard without a gap.": "Ohne Lücke gehört.",
    "One gap, {n:n} {unit} in all; the last: {why:w}.": (
        "Eine Lücke, zusammen {n} {unit}; die letzte: {why}."
    ),
    "{m:n} gaps, {n:n} {unit} in all; the last: {why:w}.": (
        "{m} Lücken, zusammen {n} {unit}; die letzte: {why}."
    ),
    "for no known reason": "Grund unbekannt",
    "the connection to Twitch was lost": "die Verbindung zu Twitch brach ab",
    "a connection to Twitch was lost": "eine Verbindung zu Twitch brach ab",
    "Twitch revoked the right to read this chat": (
        "Twitch hat das Recht genommen, diesen Chat zu lesen"
    ),
    "One alert so far; {n:n} an hour are set.": (
        "Bisher ein Alarm; {n} je Stunde sind eingestellt."
    ),
    "One alert so far, {m:n} more were asked for; {n:n} an hour are set.": (
        "Bisher ein Alarm, {m} weitere wurden gewünscht; {n} je Stunde sind eingestellt."
    ),
    "One alert so far, {a:n} an hour; {n:n} an hour are set.": (
        "Bisher ein Alarm, {a} je Stunde; {n} je Stunde sind eingestellt."
    ),
    "One alert so far, {a:n} an hour, {m:n} more were asked for; {n:n} an hour are set.": (
        "Bisher ein Alarm, {a} je Stunde, {m} weitere wurden gewünscht; {n} je Stunde sind "
        "eingestellt."
    ),
    "{k:n} alerts so far; {n:n} an hour are set.": (
        "Bisher {k} Alarme; {n} je Stunde sind eingestellt."
    ),
    "{k:n} alerts so far, {m:n} more were asked for; {n:n} an hour are set.": (
        "Bisher {k} Alarme, {m} weitere wurden gewünscht; {n} je Stunde sind eingestellt."
    ),
    "{k:n} alerts so far, {a:n} an hour; {n:n} an hour are set.": (
        "Bisher {k} Alarme, {a} je Stunde; {n} je Stunde sind eingestellt."
    ),
    "{k:n} alerts so far, {a:n} an hour, {m:n} more were asked for; {n:n} an hour are set.": (
        "Bisher {k} Alarme, {a} je Stunde, {m} weitere wurden gewünscht; {n} je Stunde "
        "sind eingestellt."
    ),
    "No chat was heard in the last {n:n} days.": (
        "In den letzten {n} Tagen wurde kein Chat gehört."
    ),
    "In the last {n:n} days (UTC): {a:n} chat messages, spikes: {b:n}, clips asked for: {c:n}.": (
        "In den letzten {n} Tagen (UTC): {a} Chatnachrichten, Ausbrüche: {b}, gewünschte "
        "Clips: {c}."
    ),
    "The busiest day was {day:date}, with {a:n} chat messages by {b:n} chatters.": (
        "Am meisten los war am {day}, mit {a} Chatnachrichten von {b} Leuten."
    ),
    "There is no video yet; bring one with /video upload.": (
        "Noch gibt es kein Video; bring eines mit /video upload."
    ),
    "Analysed {when}: {a:#moment}, {b:#chapter}.": "Ausgewertet {when}: {a}, {b}.",
    "Analysed {when}: {a:#moment}, 1 chapters.": "Ausgewertet {when}: {a}, 1 Kapitel.",
    "No model is used, because no key is set: sound, cuts and chat decide.": (
        "Kein Modell wird benutzt, weil kein Schlüssel gesetzt ist: Ton, Schnitte und Chat "
        "entscheiden."
    ),
    "Set TRUSS_GEMINI_API_KEY to have a model watch the video as well.": (
        "Setze TRUSS_GEMINI_API_KEY, damit auch ein Modell das Video ansieht."
    ),
    "{model} has answered for the whole video already: asking again costs nothing.": (
        "{model} hat schon für das ganze Video geantwortet: Noch einmal zu fragen kostet nichts."
    ),
    "{model} is expected to cost ${a:n} for 1 part; ${b:n} of this month's budget is left.": (
        "{model} kostet voraussichtlich {a} $ für 1 Teil; vom Budget dieses Monats sind "
        "{b} $ übrig."
    ),
    "{model} is expected to cost ${a:n} for {n:n} parts; ${b:n} of this month's budget is left.": (
        "{model} kostet voraussichtlich {a} $ für {n} Teile; vom Budget dieses Monats sind "
        "{b} $ übrig."
    ),
    (
        "{model} is expected to cost ${a:n} for 1 part; ${b:n} of this month's budget is left. "
        "That does not cover the whole video: local signals judge the rest, unless you raise "
        "TRUSS_GEMINI__BUDGET_DOLLARS."
    ): (
        "{model} kostet voraussichtlich {a} $ für 1 Teil; vom Budget dieses Monats sind "
        "{b} $ übrig. Das reicht nicht für das ganze Video: Den Rest beurteilen lokale "
        "Signale, außer du erhöhst TRUSS_GEMINI__BUDGET_DOLLARS."
    ),
    (
        "{model} is expected to cost ${a:n} for {n:n} parts; ${b:n} of this month's budget is "
        "left. That does not cover the whole video: local signals judge the rest, unless you "
        "raise TRUSS_GEMINI__BUDGET_DOLLARS."
    ): (
        "{model} kostet voraussichtlich {a} $ für {n} Teile; vom Budget dieses Monats sind "
        "{b} $ übrig. Das reicht nicht für das ganze Video: Den Rest beurteilen lokale "
        "Signale, außer du erhöhst TRUSS_GEMINI__BUDGET_DOLLARS."
    ),
    "Analyse": "Auswerten",
    "Waiting for its turn": "Wartet, bis es dran ist",
    "Downloading the video": "Das Video wird heruntergeladen",
    "Joining the parts": "Die Teile werden verbunden",
    "Checking the video": "Das Video wird geprüft",
    "Measuring picture and sound": "Bild und Ton werden gemessen",
    "Having the model watch": "Das Modell sieht zu",
    "Choosing moments": "Momente werden gewählt",
    "Rendering": "Wird gerendert",
    "The work": "Die Arbeit",
    "It stopped: {stage:w}": "Angehalten: {stage}",
    "waiting for its turn": "wartet, bis es dran ist",
    "downloading the video": "beim Herunterladen des Videos",
    "joining the parts": "beim Verbinden der Teile",
    "checking the video": "beim Prüfen des Videos",
    "measuring picture and sound": "beim Messen von Bild und Ton",
    "having the model watch": "während das Modell zusah",
    "choosing moments": "beim Wählen der Momente",
    "Called off": "Abgesagt",
    "No further work is done on it.": "Daran wird nicht weiter gearbeitet.",
    "Step {a:n} of {b:n} · {what:w}": "Schritt {a} von {b} · {what}",
    "Making clips": "Clips werden gemacht",
    "{a:n} of {b:#clip} ready.": "{a} von {b} fertig.",
    "No clips": "Keine Clips",
    "No moment stood out.": "Kein Moment ragte heraus.",
    "{a:#clip} made": "{a} gemacht",
    "All of them have been decided.": "Über alle ist entschieden.",
    "1 clip waits for a decision.": "1 Clip wartet auf eine Entscheidung.",
    "{n:n} clips wait for a decision.": "{n} Clips warten auf eine Entscheidung.",
    "1 clip could not be made; the card says why.": (
        "1 Clip war nicht herzustellen; auf der Karte steht, warum."
    ),
    "{n:n} clips could not be made; the card says why.": (
        "{n} Clips waren nicht herzustellen; auf der Karte steht, warum."
    ),
    "{why:w} It will be tried again.": "{why} Es wird noch einmal versucht.",
    "Next try {when}": "Nächster Versuch {when}",
    "For {who:author}": "Für {who}",
    "Updates continue here: {url}": "Weiter geht es hier: {url}",
    "Call off": "Absagen",
    "Nothing is being worked on right now.": "Gerade wird an nichts gearbeitet.",
    "Called off: {what:w}.": "Abgesagt: {what}.",
    "Started again: {what:w}.": "Neu begonnen: {what}.",
    "{what:work}: {stage:w}, {n:n} %": "{what}: {stage}, {n} %",
    "{what:work}: {why:w}": "{what}: {why}",
    "waiting": "wartet",
    "started": "begonnen",
    "Fetching a video": "Ein Video holen",
    "Analysing a video": "Ein Video auswerten",
    "Having the model judge a clip": "Einen Clip vom Modell beurteilen lassen",
    "Making a clip": "Einen Clip machen",
    "Publishing a clip": "Einen Clip veröffentlichen",
    "Publishing a clip to Discord": "Einen Clip in Discord veröffentlichen",
    "Publishing a clip to Twitch": "Einen Clip auf Twitch veröffentlichen",
    "Publishing a clip to YouTube": "Einen Clip auf YouTube veröffentlichen",
    "Publishing a clip to TikTok": "Einen Clip auf TikTok veröffentlichen",
    "Posting a card": "Eine Karte posten",
    "Laying cards": "Karten legen",
    "Showing figures on cards": "Zahlen auf Karten zeigen",
    "Looking for a moment's video": "Das Video eines Moments suchen",
    "Measuring how late chat is": "Messen, wie spät der Chat ist",
    "download": "herunterladen",
    "join parts": "Teile verbinden",
    "check": "prüfen",
    "hand over": "prüfen",
    "probe": "prüfen",
    "signals": "Bild und Ton messen",
    "understand": "Modell sieht zu",
    "moments": "Momente wählen",
    "chapters": "Momente wählen",
    "drafts": "Momente wählen",
    "as they came": "wie sie kamen",
    "the strongest first": "die stärksten zuerst",
    "the newest first": "die neuesten zuerst",
    "from {tools}": "aus {tools}",
    "Taken out: 1 figure or address that no tool gave ([…]).": (
        "Herausgenommen: 1 Zahl oder Adresse, die kein Werkzeug genannt hat ([…])."
    ),
    "Taken out: {n:n} figures that no tool gave ([…]).": (
        "Herausgenommen: {n} Zahlen, die kein Werkzeug genannt hat ([…])."
    ),
    "Show to the channel": "Dem Kanal zeigen",
    "It stopped: rendering": "Angehalten: beim Rendern",
    "Ask reconnect": "Um eine neue Verknüpfung bitten",
    "Answer chat": "Im Chat antworten",
}
