from cogs.texts.german.clips import CLIPS
from cogs.texts.sentences import translate


def test_nothing_is_left_in_english():
    assert {english for english, german in CLIPS.items() if english == german} == set()


def test_where_a_clip_goes_is_told_with_its_times_as_discord_shows_them():
    told = translate("goes to YouTube <t:1772388000:f>, Folder <t:1772388000:f>.", "de")

    assert told == "geht hinaus: YouTube <t:1772388000:f>, Folder <t:1772388000:f>."


def test_what_waits_is_told_in_every_state():
    said = [
        "to TikTok goes out <t:1:f>",
        "to Folder is tried again <t:1:f>",
        "to YouTube waits for the platform's quota until <t:1:f>",
        "to Twitch: reconnect required",
    ]

    assert [translate(one, "de") for one in said] == [
        "→ TikTok: geht hinaus <t:1:f>",
        "→ Ordner: wird noch einmal versucht <t:1:f>",
        "→ YouTube: wartet auf das Kontingent bis <t:1:f>",
        "→ Twitch: Konto neu verbinden",
    ]
