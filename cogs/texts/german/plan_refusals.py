"""German refusals about the plan, figures, questions and what was learned."""

from __future__ import annotations

from typing import Final

PLAN_REFUSALS: Final = {
    "Write the month as in 2026-11.": "Schreib den Monat wie 2026-11.",
    "Write the day as in 2026-11-30.": "Schreib den Tag wie 2026-11-30.",
    "Write a day as in 2026-11-27.": "Schreib einen Tag wie 2026-11-27.",
    "Write the time as in 20:14.": "Schreib die Zeit wie 20:14.",
    "The file is larger than 1 MB: split it.": "Die Datei ist größer als 1 MB: Teile sie auf.",
    "The file is larger than {n:n} MB; export fewer posts.": (
        "Die Datei ist größer als {n} MB; exportiere weniger Beiträge."
    ),
    "The file holds zero bytes, as no text does.": (
        "Die Datei enthält Nullbytes, wie kein Text sie hat."
    ),
    "There are no posts in this file.": "In dieser Datei sind keine Beiträge.",
    "The file has more than {n:n} posts: split it.": (
        "Die Datei hat mehr als {n} Beiträge: Teile sie auf."
    ),
    'The file must hold a list of posts, or {"posts": [...]}.': (
        'Die Datei muss eine Liste von Beiträgen enthalten oder {"posts": [...]}.'
    ),
    "The first line must name the columns; {column} is missing.": (
        "Die erste Zeile muss die Spalten nennen; {column} fehlt."
    ),
    "The first line names a column twice.": "Die erste Zeile nennt eine Spalte zweimal.",
    "The file is not UTF-8: save it as that.": "Die Datei ist kein UTF-8: Speichere sie so.",
    "The file begins like JSON, and is none.": "Die Datei beginnt wie JSON und ist keines.",
    "The file is no CSV: a quote is not closed, or a cell too long.": (
        "Die Datei ist kein CSV: Ein Anführungszeichen ist nicht geschlossen oder eine "
        "Zelle zu lang."
    ),
    "Attach the file, as /plan export writes it.": (
        "Hänge die Datei an, wie /plan export sie schreibt."
    ),
    "Attach the file as the platform exported it.": (
        "Hänge die Datei an, wie die Plattform sie exportiert hat."
    ),
    "Say a status, or a time, or both.": "Nenne einen Stand oder eine Zeit oder beides.",
    "The post is {now:w} and cannot become {then:w}.": (
        "Der Beitrag kann nicht wechseln: Stand {now}, gewünscht {then}."
    ),
    "This text is {now:w} and cannot become {then:w}.": (
        "Dieser Text kann nicht wechseln: Stand {now}, gewünscht {then}."
    ),
    "Choose 1 to {n:n} posts; 30 are about a month.": (
        "Wähle 1 bis {n} Beiträge; 30 sind etwa ein Monat."
    ),
    "Choose at least one platform to plan for.": "Wähle mindestens eine Plattform für den Plan.",
    "The post was taken or changed meanwhile.": (
        "Der Beitrag wurde inzwischen vergeben oder geändert."
    ),
    "Somebody changed one of these posts meanwhile: import it again.": (
        "Jemand hat inzwischen einen dieser Beiträge geändert: Importiere noch einmal."
    ),
    "Other posts were moved away from there too often: choose a slot.": (
        "Andere Beiträge wurden von dort zu oft verschoben: Wähle einen Termin."
    ),
    "Give the weekly post a title, such as Clip of the week.": (
        "Gib dem wöchentlichen Beitrag einen Titel, etwa Clip der Woche."
    ),
    "There is no such draft; choose one of the list.": (
        "Diesen Entwurf gibt es nicht; wähle einen aus der Liste."
    ),
    "The post was changed by {who} meanwhile; it is {state:w} now.": (
        "Der Beitrag wurde inzwischen von {who} geändert; Stand jetzt: {state}."
    ),
    "Look at it again.": "Sieh noch einmal nach.",
    "A clip fills this post: take the clip's approval back, and the post is free.": (
        "Ein Clip füllt diesen Beitrag: Nimm die Freigabe des Clips zurück, und der "
        "Beitrag ist frei."
    ),
    "It is out already and cannot be moved.": "Er ist schon raus und nicht mehr zu verschieben.",
    "It is out already; its text can no longer be changed.": (
        "Er ist schon raus; sein Text ist nicht mehr zu ändern."
    ),
    "Give the whole address, as in https://x.com/me/status/1.": (
        "Gib die ganze Adresse an, wie https://x.com/me/status/1."
    ),
    "There is no such text any more; choose another one.": (
        "Diesen Text gibt es nicht mehr; wähle einen anderen."
    ),
    "What goes to {platform} is published by Truss itself.": (
        "Was an {platform} geht, veröffentlicht Truss selbst."
    ),
    "There is no text for {platform} yet; draft one.": (
        "Für {platform} gibt es noch keinen Text; entwirf einen."
    ),
    "This was changed by {who} meanwhile; look again.": (
        "Das wurde inzwischen von {who} geändert; sieh noch einmal nach."
    ),
    "The {field:w} for {platform:platform} has {a:n} of {b:n} {unit:w}: shorten it by {c:n}.": (
        "Zu lang für {platform} ({field}): {a} von {b} {unit}; kürze um {c}."
    ),
    "Both texts together are too long: choose one, and shorten the other.": (
        "Beide Texte zusammen sind zu lang: Wähle einen und kürze den anderen."
    ),
    "Give the post a title; people choose it by that.": (
        "Gib dem Beitrag einen Titel; danach wird er ausgewählt."
    ),
    "No posting slot of the coming year is free there: say a time.": (
        "Im kommenden Jahr ist dort kein Termin frei: Nenne eine Zeit."
    ),
    "Choose a post of the list, or give its whole link.": (
        "Wähle einen Beitrag der Liste oder gib seinen ganzen Link an."
    ),
    "Write the {name:w} as a whole number, as in 1204.": (
        "Schreib eine ganze Zahl wie 1204 ({name})."
    ),
    "Write how much was watched as in 45%, or on average as in 0:18.": (
        "Schreib, wie viel gesehen wurde, wie 45%, oder im Mittel wie 0:18."
    ),
    "Truss does not know that post yet: say when it went out, as in 2026-11-30.": (
        "Diesen Beitrag kennt Truss noch nicht: Sag, wann er hinausging, wie 2026-11-30."
    ),
    "Give a day within the last {n:n} days.": "Gib einen Tag der letzten {n} Tage an.",
    "Give at least one figure, such as the views.": (
        "Gib mindestens eine Zahl an, etwa die Aufrufe."
    ),
    "Figures are of a day since the post went out, up to today.": (
        "Zahlen sind von einem Tag, seit der Beitrag draußen ist, bis heute."
    ),
    "There is no such post; choose one of the list, or give its link.": (
        "Diesen Beitrag gibt es nicht; wähle einen der Liste oder gib seinen Link an."
    ),
    "That file is not here any more; bring it again.": (
        "Diese Datei ist nicht mehr da; bring sie noch einmal."
    ),
    "Say first which platform the file is from.": (
        "Sag erst, von welcher Plattform die Datei ist."
    ),
    "That day has not come yet; give the day on which it was exported.": (
        "Dieser Tag ist noch nicht da; gib den Tag an, an dem exportiert wurde."
    ),
    "Figures are kept for {n:n} days; that day is longer ago.": (
        "Zahlen werden {n} Tage behalten; dieser Tag ist länger her."
    ),
    "{file} is no table that can be read: {error}.": "{file} ist keine lesbare Tabelle: {error}.",
    "{file} has more than {n:n} rows; export fewer posts at once.": (
        "{file} hat mehr als {n} Zeilen; exportiere weniger Beiträge auf einmal."
    ),
    (
        "{file} is no text that can be read: open it in a spreadsheet and save the sheet as "
        "CSV (UTF-8)."
    ): (
        "{file} ist kein lesbarer Text: Öffne die Datei in einer Tabelle und speichere das "
        "Blatt als CSV (UTF-8)."
    ),
    "{file} is larger than {n:n} MB; export fewer posts.": (
        "{file} ist größer als {n} MB; exportiere weniger Beiträge."
    ),
    "{file} is empty; export it again.": "{file} ist leer; exportiere noch einmal.",
    (
        "{file} is an old Excel file or has a password: open it in a spreadsheet and save the "
        "sheet as CSV (UTF-8), or as .xlsx."
    ): (
        "{file} ist eine alte Excel-Datei oder hat ein Passwort: Öffne sie in einer "
        "Tabelle und speichere das Blatt als CSV (UTF-8) oder als .xlsx."
    ),
    "{file} holds no CSV or xlsx; bring what the platform exported.": (
        "{file} enthält weder CSV noch xlsx; bring, was die Plattform exportiert hat."
    ),
    "{file} is a broken archive; download it again.": (
        "{file} ist ein kaputtes Archiv; lade es noch einmal herunter."
    ),
    "{file} has a password; bring it without one.": (
        "{file} hat ein Passwort; bring die Datei ohne."
    ),
    "{file} unpacks to far more than an export; it is left alone.": (
        "{file} wird entpackt viel größer als ein Export; die Datei bleibt liegen."
    ),
    "{file} has no sheet that can be read: open it in a spreadsheet and save the sheet as CSV "
    "(UTF-8).": (
        "{file} hat kein lesbares Blatt: Öffne es in einer Tabellenkalkulation und speichere das "
        "Blatt als CSV (UTF-8)."
    ),
    "{file} is a workbook of far more than an export; bring its table as CSV.": (
        "{file} ist eine Arbeitsmappe mit weit mehr als einem Export; bring ihre Tabelle als CSV."
    ),
    "{file} holds what no export does; it is left alone.": (
        "{file} enthält, was kein Export enthält; die Datei bleibt liegen."
    ),
    (
        "{file} is no workbook that can be read: open it in a spreadsheet and save the sheet "
        "as CSV (UTF-8)."
    ): (
        "{file} ist keine lesbare Arbeitsmappe: Öffne sie in einer Tabelle und speichere "
        "das Blatt als CSV (UTF-8)."
    ),
    "{file} holds too many files; take out the one with the posts.": (
        "{file} enthält zu viele Dateien; nimm die mit den Beiträgen heraus."
    ),
    "An experiment is under way; stop it before you begin another.": (
        "Ein Versuch läuft; stoppe ihn, bevor du einen anderen beginnst."
    ),
    "Ask in words, as in: which clips did best this week?": (
        "Frag in Worten, etwa: Welche Clips liefen diese Woche am besten?"
    ),
    "A question has at most {n:n} characters.": "Eine Frage hat höchstens {n} Zeichen.",
    "Your last question is still being answered; wait for it.": (
        "Deine letzte Frage wird noch beantwortet; warte darauf."
    ),
    "This button sets nothing that is known; ask again.": (
        "Dieser Knopf setzt nichts Bekanntes; frag noch einmal."
    ),
    "This button does not say when; ask again.": (
        "Dieser Knopf sagt nicht, wann; frag noch einmal."
    ),
    "Only sensitivity (0 to 60) and slots (Mon 18:00, Fri 20:30) can be set.": (
        "Setzen lassen sich nur die Empfindlichkeit (0 bis 60) und Posting-Zeiten (Mon "
        "18:00, Fri 20:30)."
    ),
    "Only what a tool has shown can be proposed, by its id.": (
        "Vorschlagen lässt sich nur, was ein Werkzeug gezeigt hat, mit seiner ID."
    ),
    "To move something, say when.": "Um etwas zu verschieben, nenne eine Zeit.",
    "The days run from the first to the last, at most a year.": (
        "Die Tage gehen vom ersten bis zum letzten, höchstens ein Jahr."
    ),
    "No stream was on at that time.": "Zu dieser Zeit lief kein Stream.",
    "There is no stream yet.": "Es gibt noch keinen Stream.",
    "Choose {days} days.": "Wähle {days} Tage.",
    "A chart has two days at least.": "Ein Diagramm hat mindestens zwei Tage.",
    "The picture became too large to be sent; look at the web page.": (
        "Das Bild wurde zum Senden zu groß; sieh auf der Webseite nach."
    ),
    "That time is over: choose a later one.": "Diese Zeit ist vorbei: Wähle eine spätere.",
    (
        "This was changed by {who} while you wrote. Your text is kept as draft {name}: choose "
        "theirs, yours or both."
    ): (
        "Das wurde von {who} geändert, während du schriebst. Dein Text bleibt als Entwurf "
        "{name}: Wähle den anderen, deinen oder beide."
    ),
}
