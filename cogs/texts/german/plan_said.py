"""German for the plan and for figures of posts."""

from __future__ import annotations

from typing import Final

PLAN_SAID: Final = {
    "**{month}**: nothing is planned yet; /plan fill drafts the next 30 posts.": (
        "**{month}**: Noch ist nichts geplant; /plan fill entwirft die nächsten 30 Beiträge."
    ),
    "{day:day} {n:n}, {time:clock}: {title} ({status:status}, with its clip; {places:ws})": (
        "{day} {n}., {time}: {title} ({status}, mit seinem Clip; {places})"
    ),
    "{day:day} {n:n}, {time:clock}: {title} ({status:status}, with its clip)": (
        "{day} {n}., {time}: {title} ({status}, mit seinem Clip)"
    ),
    "{day:day} {n:n}, {time:clock}: {title} ({status:status}; {places:ws})": (
        "{day} {n}., {time}: {title} ({status}; {places})"
    ),
    "{day:day} {n:n}, {time:clock}: {title} ({status:status})": (
        "{day} {n}., {time}: {title} ({status})"
    ),
    "{day:day} {n:n}, {time:clock}: publication {title}": (
        "{day} {n}., {time}: Veröffentlichung {title}"
    ),
    "{day:day} {n:n}, {time:clock}: stream {title}": "{day} {n}., {time}: Stream {title}",
    "untitled": "ohne Titel",
    "<t:{when}> {title}": "<t:{when}> {title}",
    "<t:{when}> {title} (waits for a clip)": "<t:{when}> {title} (wartet auf einen Clip)",
    "There is nothing in this column.": "In dieser Spalte steht nichts.",
    "<t:{when}> {status:status}: {title}": "<t:{when}> {status}: {title}",
    "There is no text for this platform yet; draft some with /plan texts.": (
        "Für diese Plattform gibt es noch keinen Text; entwirf welche mit /plan texts."
    ),
    "All {n:n} posts are planned already; nothing was added.": (
        "Alle {n} Beiträge sind schon geplant; nichts kam hinzu."
    ),
    (
        "{n:#post} were added, from {first} to {last}; {m:n} were there before. They are "
        "ideas: change them, or let approved clips take their places."
    ): (
        "Neu: {n}, vom {first} bis {last}; {m} waren schon da. Es sind Ideen: "
        "Ändere sie oder lass freigegebene Clips an ihre Stelle treten."
    ),
    "No post is planned for every week.": "Kein Beitrag ist für jede Woche geplant.",
    "They come with the next filling.": "Sie kommen beim nächsten Füllen.",
    "**{day:day}**: {title}": "**{day}**: {title}",
    "**{day:day}**: {title}, {place:platform}": "**{day}**: {title}, {place}",
    "**{day:day}**: {title}, waits for a clip": "**{day}**: {title}, wartet auf einen Clip",
    "**{day:day}**: {title}, {place:platform}, waits for a clip": (
        "**{day}**: {title}, {place}, wartet auf einen Clip"
    ),
    "**{title}**: {status:status}, <t:{when}>, no platform yet": (
        "**{title}**: {status}, <t:{when}>, noch keine Plattform"
    ),
    "**{title}**: {status:status}, <t:{when}>, no platform yet, waits for a clip": (
        "**{title}**: {status}, <t:{when}>, noch keine Plattform, wartet auf einen Clip"
    ),
    "**{title}**: {status:status}, <t:{when}>, {places:ws}, waits for a clip": (
        "**{title}**: {status}, <t:{when}>, {places}, wartet auf einen Clip"
    ),
    "**{title}**: {status:status}, <t:{when}>, {places:ws}": (
        "**{title}**: {status}, <t:{when}>, {places}"
    ),
    "and {n:n} older drafts": "und {n} ältere Entwürfe",
    "{place:platform}: {status:status}": "{place}: {status}",
    "{place:platform}: {status:status}, {a:n} of {b:n}": "{place}: {status}, {a} von {b}",
    "{place:platform}: {status:status} <{link}>": "{place}: {status} <{link}>",
    "{place:platform}: {status:status}, {a:n} of {b:n} <{link}>": (
        "{place}: {status}, {a} von {b} <{link}>"
    ),
    "Draft {name:draft}, {who:author}: {text}": "Entwurf {name}, {who}: {text}",
    "Draft {name:draft}, not taken, {who:author}: {text}": (
        "Entwurf {name}, nicht genommen, {who}: {text}"
    ),
    "Draft {name:draft}, from {other:draft}, {who:author}: {text}": (
        "Entwurf {name}, aus {other}, {who}: {text}"
    ),
    "Draft {name:draft}, not taken, from {other:draft}, {who:author}: {text}": (
        "Entwurf {name}, nicht genommen, aus {other}, {who}: {text}"
    ),
    "{who:author} was faster, so your text was not taken; it is kept as draft {name}.": (
        "{who} war schneller, also wurde dein Text nicht genommen; er bleibt als Entwurf {name}."
    ),
    "**There now:** {text}": "**Jetzt dort:** {text}",
    "**Yours:** {text}": "**Deiner:** {text}",
    "Which one is it to be?": "Welcher soll es sein?",
    "Theirs": "Der andere",
    "Mine": "Meiner",
    "Both": "Beide",
    "Write": "Schreiben",
    "Both are empty.": "Beide sind leer.",
    "Nothing was imported:": "Nichts wurde importiert:",
    "row {n:n}, all of it: {what:w}": "Zeile {n}, als Ganzes: {what}",
    "row {n:n}, {column:column}: {what:w}": "Zeile {n}, {column}: {what}",
    "and {n:n} more": "und {n} weitere",
    "Imported: {a:n} new, {b:n} changed, {c:n} as they are.": (
        "Importiert: {a} neu, {b} geändert, {c} unverändert."
    ),
    "This would be imported: {a:n} new, {b:n} changed, {c:n} as they are.": (
        "Importiert würde: {a} neu, {b} geändert, {c} unverändert."
    ),
    "This post is in the file twice.": "Dieser Beitrag steht zweimal in der Datei.",
    "This row has other columns than the header.": (
        "Diese Zeile hat andere Spalten als die erste."
    ),
    "There is no such column; there are {columns}.": (
        "Diese Spalte gibt es nicht; es gibt {columns}."
    ),
    "A text is wanted here.": "Hier gehört ein Text hin.",
    "This is longer than {n:n} characters.": "Das ist länger als {n} Zeichen.",
    "A list of texts is wanted here.": "Hier gehört eine Liste von Texten hin.",
    "The year must be from {a:n} to {b:n}.": "Das Jahr muss zwischen {a} und {b} liegen.",
    "A post is {states}.": "Ein Beitrag ist {states}.",
    "“{name}” is no platform.": "„{name}“ ist keine Plattform.",
    "A post needs a title.": "Ein Beitrag braucht einen Titel.",
    "This is no id of a post; leave it empty for a new one.": (
        "Das ist keine ID eines Beitrags; lass sie für einen neuen leer."
    ),
    "A whole number is wanted here.": "Hier gehört eine ganze Zahl hin.",
    "It changes more than can be done at once ({n:n} posts): split it.": (
        "Das ändert mehr, als auf einmal geht ({n} Beiträge): Teile es auf."
    ),
    "{month}: {a:n} goals and {b:n} themes are kept.": (
        "{month}: {a} Ziele und {b} Themen sind gespeichert."
    ),
    "It is {status:status}, {when}.": "Stand: {status}, {when}.",
    "Noted; the post is {status:status}.": "Notiert; Stand des Beitrags: {status}.",
    "Draft {a:draft} is the text again, as draft {b:n}.": (
        "Entwurf {a} ist wieder der Text, als Entwurf {b}."
    ),
    "The month as it is; /plan import takes it back.": (
        "Der Monat, wie er ist; /plan import nimmt ihn wieder an."
    ),
    "Planned for {when}.": "Geplant für {when}.",
    "Saved as draft {n:n}.": "Gespeichert als Entwurf {n}.",
    "Theirs stays; yours is among the drafts.": (
        "Der andere bleibt; deiner steht bei den Entwürfen."
    ),
    "A post of the plan": "Ein Beitrag des Plans",
    "people choose it by this": "danach wird er ausgewählt",
    "Text": "Text",
    "what it says; each platform gets its own form of it": (
        "was darin steht; jede Plattform bekommt ihre eigene Form"
    ),
    "Tags": "Tags",
    "with commas between them": "mit Kommas dazwischen",
    "This may be an export of {names:names}: say which platform it is from.": (
        "Das kann ein Export von mehreren sein ({names}): Sag, von welcher Plattform er ist."
    ),
    "There are no figures of posts in this file:": (
        "In dieser Datei sind keine Zahlen von Beiträgen:"
    ),
    "Imported: {a:#post} changed; {b:n} with nothing new, {c:n} unknown, {d:n} not taken.": (
        "Importiert: {a} geändert; {b} ohne Neues, {c} unbekannt, {d} nicht genommen."
    ),
    (
        "This would bring figures of {a:#post}, as of {day}; {b:n} with nothing new, {c:n} "
        "unknown, {d:n} not taken."
    ): (
        "Das brächte Zahlen für {a}, Stand {day}; {b} ohne Neues, {c} unbekannt, {d} nicht "
        "genommen."
    ),
    "Nothing is imported yet: give the same file with do set to True.": (
        "Noch ist nichts importiert: Gib dieselbe Datei noch einmal mit do auf True."
    ),
    "row {n:n}, “{title}”: matched": "Zeile {n}, „{title}“: zugeordnet",
    "row {n:n}, “{title}”: matched ({figures:ws})": (
        "Zeile {n}, „{title}“: zugeordnet ({figures})"
    ),
    "row {n:n}, “{title}”: becomes a post": "Zeile {n}, „{title}“: wird ein Beitrag",
    "row {n:n}, “{title}”: becomes a post ({figures:ws})": (
        "Zeile {n}, „{title}“: wird ein Beitrag ({figures})"
    ),
    "row {n:n}, “{title}”: nothing new": "Zeile {n}, „{title}“: nichts Neues",
    "row {n:n}, “{title}”: nothing new ({figures:ws})": (
        "Zeile {n}, „{title}“: nichts Neues ({figures})"
    ),
    "row {n:n}, “{title}”: not taken": "Zeile {n}, „{title}“: nicht genommen",
    "row {n:n}, “{title}”: not taken, {why:w}": "Zeile {n}, „{title}“: nicht genommen, {why}",
    "several rows may be about the same post": "mehrere Zeilen könnten denselben Beitrag meinen",
    "several posts have this title on that day": (
        "mehrere Beiträge haben an diesem Tag diesen Titel"
    ),
    "the file only counts since {day}; export the whole time since it was published": (
        "die Datei zählt erst seit {day}; exportiere die ganze Zeit seit der Veröffentlichung"
    ),
    "it went out more than {n:n} days ago": "er ging vor mehr als {n} Tagen hinaus",
    "no post of yours has this title on that day": (
        "kein Beitrag von dir hat an diesem Tag diesen Titel"
    ),
    "no post of yours has this id": "kein Beitrag von dir hat diese ID",
    "Kept for “{title}” on {platform:platform}: {figures:ws}.": (
        "Gespeichert für „{title}“ auf {platform}: {figures}."
    ),
    "no counts": "keine Zahlen",
    "{share:percent} watched": "{share} gesehen",
    "drafting": "in Arbeit",
    "title": "Titel",
    "text": "Text",
    "tags": "Tags",
    "characters": "Zeichen",
    "UTF-16 units": "UTF-16-Einheiten",
    "bytes": "Bytes",
    "views": "Aufrufe",
    "likes": "Likes",
    "comments": "Kommentare",
    "shares": "geteilt",
    "Monday": "Montag",
    "Tuesday": "Dienstag",
    "Wednesday": "Mittwoch",
    "Thursday": "Donnerstag",
    "Friday": "Freitag",
    "Saturday": "Samstag",
    "Sunday": "Sonntag",
    "idea": "Idee",
    "weighted characters": "gewichtete Zeichen",
    "its id is no id of this platform; a spreadsheet may have rounded it": (
        "die ID ist keine dieser Plattform; eine Tabelle hat sie vielleicht gerundet"
    ),
    "it says neither an id nor a title": "es steht weder ID noch Titel da",
    "it has no figures": "es stehen keine Zahlen da",
    "it has more cells than there are columns: a comma in it lacks its quotes": (
        "sie hat mehr Zellen als Spalten: einem Komma darin fehlen die Anführungszeichen"
    ),
    "the file ends in the middle of this row; download it again": (
        "die Datei endet mitten in dieser Zeile; lade sie noch einmal herunter"
    ),
    "its numbers can be read in two ways; save them without marks for thousands": (
        "ihre Zahlen lassen sich auf zwei Arten lesen; speichere sie ohne Tausenderzeichen"
    ),
    "its figures are of one day; export them as Lifetime": (
        "die Zahlen sind von einem Tag; exportiere sie als Lifetime"
    ),
    "it went out after the day for which these figures stand": (
        "er ging nach dem Tag hinaus, für den diese Zahlen stehen"
    ),
    "{file} is empty.": "{file} ist leer.",
    "{file} tells of days, not of posts; export the table of posts.": (
        "{file} erzählt von Tagen, nicht von Beiträgen; exportiere die Tabelle der Beiträge."
    ),
    "{file} has the columns of posts and no row of one.": (
        "{file} hat die Spalten von Beiträgen, aber keine Zeile."
    ),
    "In {file} nothing says whether 3/4 is in March or April; it was read as March 4.": (
        "In {file} sagt nichts, ob 3/4 im März oder im April liegt; es wurde als 4. März gelesen."
    ),
    "{file} has no columns that tell of posts ({names}).": (
        "{file} hat keine Spalten, die von Beiträgen erzählen ({names})."
    ),
    "{file} is not UTF-8 and was read as Windows writes; look at its titles.": (
        "{file} ist kein UTF-8 und wurde gelesen, wie Windows schreibt; sieh dir die Titel an."
    ),
    "{n:n} of these ideas follow patterns, for the model gave none that can be used.": (
        "{n} dieser Ideen folgen Mustern, denn das Modell gab keine brauchbaren."
    ),
    "{why:w} These ideas follow patterns.": "{why} Diese Ideen folgen Mustern.",
    "Done: the clip goes to {places}.": "Erledigt: Der Clip geht an {places}.",
    "Done: the post is moved.": "Erledigt: Der Beitrag ist verschoben.",
    "Done: it goes out at that time.": "Erledigt: Er geht zu dieser Zeit hinaus.",
    "Done: posting slots are {slots}.": "Erledigt: Die Posting-Zeiten sind {slots}.",
    "Done: sensitivity is {n:n} spikes an hour.": (
        "Erledigt: Die Empfindlichkeit ist {n} Ausbrüche je Stunde."
    ),
    "Written by {model}": "Geschrieben von {model}",
    "Report: {name:w}. {why:w}": "Bericht: {name}. {why}",
    "The model took longer than {n:n} seconds.": "Das Modell brauchte länger als {n} Sekunden.",
    "The model called more than {n:n} tools.": "Das Modell rief mehr als {n} Werkzeuge.",
    "This month's budget for the model is used up; TRUSS_GEMINI__BUDGET_DOLLARS raises it.": (
        "Das Budget dieses Monats für das Modell ist verbraucht; "
        "TRUSS_GEMINI__BUDGET_DOLLARS erhöht es."
    ),
}
