from core.adapters.captions.tables import is_ass, is_tsv, read_ass, read_tsv

ASS = """[Script Info]
Title: x

[Events]
Format: Start, End, Style, Text
Dialogue: 0:00:01.00,0:00:03.50,Default,{\\\\b1}Hello,{\\\\i0} my\\\\Nfriends
Comment: 0:00:01.00,0:00:03.00,Default,not this
Dialogue: 0:00:04.00,0:00:05.00,Sign,{\\\\p1}m 0 0 l 100 0
Dialogue: 0:00:09.00,0:00:05.00,Default,backwards
""".replace("\\\\", "\\")


def texts(track):
    return [word.text for word in track.words]


def test_ass_is_read_by_its_own_columns():
    track = read_ass(ASS)

    assert is_ass(ASS)
    assert texts(track) == ["Hello,", "my", "friends"]
    assert (track.words[0].start_seconds, track.skipped) == (1.0, 1)


def test_captions_that_speak_of_a_section_are_no_script():
    assert not is_ass("1\n00:00:01,000 --> 00:00:02,000\nunder [Events] you find them\n")
    assert not is_ass("1\n00:00:01,000 --> 00:00:02,000\n[Events]\n")
    assert is_ass(ASS.replace("\n", "\r\n"))


def test_whispers_table_is_in_milliseconds():
    track = read_tsv("start\tend\ttext\n1000\t3000\thello there\nbad\n")

    assert [(w.start_seconds, w.end_seconds) for w in track.words] == [(1.0, 2.0), (2.0, 3.0)]
    assert track.skipped == 1


def test_a_table_of_labels_is_in_seconds():
    assert is_tsv("1.5\t3.0\thello")
    assert read_tsv("1.5\t3.0\thello\n").words[0].start_seconds == 1.5
    assert not is_tsv("hello\tworld")
