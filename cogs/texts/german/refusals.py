"""German refusals: who may not, what is gone or was changed, and what people and teams may be."""

from __future__ import annotations

from typing import Final

REFUSALS: Final = {
    "Something went wrong on our side; the log of Truss has details.": (
        "Bei uns ist etwas schiefgegangen; im Protokoll von Truss steht mehr."
    ),
    "Try again.": "Versuch es noch einmal.",
    "Only the creator, an editor or a moderator may add videos here; ask one of them.": (
        "Videos fügen hier nur der Creator, Editoren und Moderatoren hinzu; frag jemanden "
        "von ihnen."
    ),
    "Only the creator or an editor may link accounts; ask one of them.": (
        "Konten verknüpfen nur der Creator und Editoren; frag jemanden von ihnen."
    ),
    "No account can be linked to the demo; start Truss with `trussbot run`.": (
        "Mit der Demo lässt sich kein Konto verknüpfen; starte Truss mit `trussbot run`."
    ),
    "Only somebody who may manage this server can set Truss up in it.": (
        "Truss richtet hier nur ein, wer diesen Server verwalten darf."
    ),
    "Only the creator, or whoever may manage this server, can remove Truss.": (
        "Truss entfernt nur der Creator, oder wer diesen Server verwalten darf."
    ),
    "Only whoever runs this Truss may see how it is set up; ask them.": (
        "Wie dieses Truss eingerichtet ist, sieht nur, wer es betreibt; frag dort nach."
    ),
    "Somebody else has just set this server up; look at it and try again.": (
        "Jemand anderes hat diesen Server gerade eingerichtet; sieh nach und versuch es "
        "noch einmal."
    ),
    "This server serves another creator; only they can change its setup.": (
        "Dieser Server gehört zu einem anderen Creator; nur der kann die Einrichtung ändern."
    ),
    "There is no such server; choose another one.": (
        "Diesen Server gibt es nicht; wähle einen anderen."
    ),
    "There is no such creator for you; choose one from the list.": (
        "Diesen Creator gibt es für dich nicht; wähle einen aus der Liste."
    ),
    "The server was changed by someone else: look at it again.": (
        "Jemand anderes hat den Server geändert: Sieh noch einmal nach."
    ),
    "The team was changed by someone else: look at it again.": (
        "Jemand anderes hat das Team geändert: Sieh noch einmal nach."
    ),
    "Cards need a role that decides; choose another one for that first: /setup here.": (
        "Karten brauchen eine Rolle, die entscheidet; wähle dafür erst eine andere: /setup here."
    ),
    "A creator has one owner; hand the ownership over instead.": (
        "Ein Creator hat einen Besitzer; übergib stattdessen den Besitz."
    ),
    (
        "The owner keeps their role until they hand it over: /setup team with somebody else as "
        "owner."
    ): (
        "Der Besitzer behält seine Rolle, bis er sie übergibt: /setup team mit jemand "
        "anderem als Besitzer."
    ),
    "A creator has one owner, who is a person; choose a person.": (
        "Ein Creator hat einen Besitzer, und der ist eine Person; wähle eine Person."
    ),
    "You are the owner already.": "Du bist schon der Besitzer.",
    "They own it already.": "Die Person ist schon der Besitzer.",
    "A team has at most {n:n} people by name; give the rest a Discord role.": (
        "Ein Team hat höchstens {n} Leute mit Namen; gib den anderen eine Discord-Rolle."
    ),
    "An id in Discord is a number of up to 20 digits.": (
        "Eine ID in Discord ist eine Zahl mit bis zu 20 Ziffern."
    ),
    "With Settings, Advanced, Developer Mode on, a right click on somebody copies it.": (
        "Mit Einstellungen, Erweitert, Entwicklermodus kopiert sie ein Rechtsklick auf jemanden."
    ),
    "A daily goal is 0 to {n:n} clips; 0 means none.": (
        "Ein Tagesziel ist 0 bis {n} Clips; 0 heißt keines."
    ),
    "A monthly target is 0 to {n:n} clips; 0 means none.": (
        "Ein Monatsziel ist 0 bis {n} Clips; 0 heißt keines."
    ),
    "The hour of a digest is 0 to 23.": "Die Stunde einer Zusammenfassung ist 0 bis 23.",
    "A name has at most {n:n} characters; shorten it.": (
        "Ein Name hat höchstens {n} Zeichen; kürze ihn."
    ),
    "A name needs at least one letter or number.": (
        "Ein Name braucht mindestens einen Buchstaben oder eine Ziffer."
    ),
    "Write the language as in en, de or pt-BR.": "Schreib die Sprache wie en, de oder pt-BR.",
    "That is not a time zone: write it as in Europe/Berlin.": (
        "Das ist keine Zeitzone: Schreib sie wie Europe/Berlin."
    ),
    "Choose 0 to {n:n} spikes an hour; 8 is usual, and at 0 only viewers who ask get a clip.": (
        "Wähle 0 bis {n} Ausbrüche je Stunde; 8 ist üblich, und bei 0 gibt es nur Clips, "
        "um die jemand bittet."
    ),
    "Sensitivity can be set for at most {n:n} channels.": (
        "Die Empfindlichkeit lässt sich für höchstens {n} Kanäle einstellen."
    ),
    "That is no e-mail address; give one such as ada@example.org.": (
        "Das ist keine E-Mail-Adresse; gib eine an wie ada@example.org."
    ),
    "The owner's address is a setting: TRUSS_OWNER_EMAIL.": (
        "Die Adresse des Besitzers ist eine Einstellung: TRUSS_OWNER_EMAIL."
    ),
    "No e-mail is set up here; whoever runs Truss sets TRUSS_SMTP_HOST.": (
        "E-Mail ist hier nicht eingerichtet; wer Truss betreibt, setzt TRUSS_SMTP_HOST."
    ),
    "Three mails went to that address just now; wait 15 minutes, then ask again.": (
        "An diese Adresse gingen gerade drei Mails; warte 15 Minuten und frag dann noch einmal."
    ),
    (
        "This link was used already, or its 15 minutes are over, or somebody else asked for "
        "it; ask for another one where you see your sign-ins."
    ): (
        "Dieser Link ist verbraucht oder seine 15 Minuten sind um, oder jemand anderes hat "
        "ihn angefordert; hol dir einen neuen dort, wo deine Anmeldungen stehen."
    ),
    (
        "This link was used already, or its 15 minutes are over; type /video upload in Discord "
        "for another."
    ): (
        "Dieser Link ist verbraucht oder seine 15 Minuten sind um; tippe in Discord /video "
        "upload für einen neuen."
    ),
    (
        "This link was used already, or its 15 minutes are over; ask for another one on the "
        "sign-in page."
    ): (
        "Dieser Link ist verbraucht oder seine 15 Minuten sind um; hol dir auf der "
        "Anmeldeseite einen neuen."
    ),
    (
        "Nobody knows at which address people reach the page of Truss; whoever runs it sets "
        "TRUSS_PUBLIC_URL."
    ): (
        "Niemand weiß, unter welcher Adresse die Seite von Truss zu erreichen ist; wer es "
        "betreibt, setzt TRUSS_PUBLIC_URL."
    ),
    "Until then give a file or an address to /video upload.": (
        "Gib bis dahin /video upload eine Datei oder eine Adresse."
    ),
    "Give the token a name, so that you know later what it is for.": (
        "Gib dem Token einen Namen, damit du später weißt, wofür es ist."
    ),
    "{n:n} tokens are enough; end one of them first.": (
        "{n} Tokens genügen; beende erst eines davon."
    ),
    "That session is over already.": "Diese Anmeldung ist schon beendet.",
    "That session is already there: sign in again.": (
        "Diese Anmeldung gibt es schon: Melde dich noch einmal an."
    ),
    "That secret is already in use: make another one.": (
        "Dieses Geheimnis ist schon vergeben: Mach ein anderes."
    ),
    "Your e-mail address was just changed elsewhere; look at it again.": (
        "Deine E-Mail-Adresse wurde gerade woanders geändert; sieh noch einmal nach."
    ),
    "Nothing was deleted: to delete everything, type “{phrase}”.": (
        "Nichts wurde gelöscht: Um alles zu löschen, tippe „{phrase}“."
    ),
    "Say whose evidence is to be deleted: their name in chat.": (
        "Sag, wessen Belege gelöscht werden sollen: der Name im Chat."
    ),
    "Say who it is about: a person, or a role of this server.": (
        "Sag, um wen es geht: eine Person oder eine Rolle dieses Servers."
    ),
    "Say what they are from now on: owner, editor, moderator or nobody.": (
        "Sag, was sie von jetzt an sind: owner, editor, moderator oder nobody."
    ),
    "Choose a person or a role, one at a time.": (
        "Wähle eine Person oder eine Rolle, nur eines auf einmal."
    ),
    "A bot cannot be in the team; choose a person.": (
        "Ein Bot kann nicht im Team sein; wähle eine Person."
    ),
    "Choose a review channel and a moderator role: /setup here.": (
        "Wähle einen Kanal für die Karten und eine Rolle der Moderatoren: /setup here."
    ),
    "This page of the list cannot be opened: start again from its first page.": (
        "Diese Seite der Liste lässt sich nicht öffnen: Fang auf der ersten noch einmal an."
    ),
    "Another process is writing to the workspace: wait until it is done.": (
        "Ein anderer Prozess schreibt gerade: Warte, bis er fertig ist."
    ),
    "There is no such {noun:w}; choose another one.": (
        "Das gibt es nicht ({noun}); wähle etwas anderes."
    ),
    "There is no such stream; choose another one.": (
        "Diesen Stream gibt es nicht; wähle einen anderen."
    ),
    "There is no such video; choose another one.": (
        "Dieses Video gibt es nicht; wähle ein anderes."
    ),
    "There is no such post; choose another one.": (
        "Diesen Beitrag gibt es nicht; wähle einen anderen."
    ),
    "There is no such intake; choose another one.": (
        "Diesen Eingang gibt es nicht; wähle einen anderen."
    ),
    "There is no such job; choose another one.": "Diese Arbeit gibt es nicht; wähle eine andere.",
    "{what} is no clip; choose one from the list.": (
        "{what} ist kein Clip; wähle einen aus der Liste."
    ),
    "A name has 1 to {n:n} characters; choose from the list.": (
        "Ein Name hat 1 bis {n} Zeichen; wähle aus der Liste."
    ),
    "The name {name} may not hold '#' or control characters.": (
        "Der Name {name} darf weder # noch Steuerzeichen enthalten."
    ),
    "The task is {now:w} and cannot become {then:w}.": (
        "Die Aufgabe kann nicht wechseln: Stand {now}, gewünscht {then}."
    ),
    "The task is {now:w} and cannot wait.": "Die Aufgabe kann nicht warten: Stand {now}.",
    "The job is {now:w} and cannot become {then:w}.": (
        "Die Arbeit kann nicht wechseln: Stand {now}, gewünscht {then}."
    ),
    "The account is {now:w} and cannot become {then:w}.": (
        "Das Konto kann nicht wechseln: Stand {now}, gewünscht {then}."
    ),
    "This work cannot be called off; take the approval back.": (
        "Diese Arbeit lässt sich nicht absagen; nimm die Freigabe zurück."
    ),
    "This work cannot be tried again; look how it stands now.": (
        "Diese Arbeit lässt sich nicht noch einmal versuchen; sieh nach, wie es damit jetzt steht."
    ),
    "This clip was already published to that account: cancel one of the two.": (
        "Dieser Clip wurde auf diesem Konto schon veröffentlicht: Sag einen der beiden ab."
    ),
    "Choose who may see the posts; type /where tiktok again.": (
        "Wähle, wer die Beiträge sehen darf; tippe /where tiktok noch einmal."
    ),
    "Somebody else has this publication.": (
        "Um diese Veröffentlichung kümmert sich schon jemand anderes."
    ),
    "The workspace could not be read or written: {why}.": (
        "Der Arbeitsbereich war nicht zu lesen oder zu schreiben: {why}."
    ),
}
