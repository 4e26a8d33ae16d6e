import pytest

from core.adapters.captions.encodings import decode

TEXTS = {
    "gbk": "大家好,欢迎来到我的直播间 今天我们玩一个新游戏",
    "gb18030": "你好 世界",
    "big5": "大家好,歡迎來到我的直播間 今天我們玩一個新遊戲",
    "shift_jis": "皆さんこんにちは、今日は新しいゲームをやります",
    "euc_jp": "皆さんこんにちは、今日は新しいゲームをやります",
    "cp949": "안녕하세요 여러분 오늘은 새로운 게임을 해보겠습니다",
    "cp1251": "привет всем, сегодня играем в новую игру",
    "koi8-r": "привет всем, сегодня играем в новую игру",
    "cp1253": "γεια σας σήμερα παίζουμε ένα νέο παιχνίδι",
    "cp1255": "שלום לכולם היום אנחנו משחקים",
    "cp1256": "مرحبا بالجميع اليوم نلعب لعبة جديدة",
    "cp874": "สวัสดีครับทุกคนวันนี้เราจะเล่นเกมใหม่",
    "cp1252": "Das ist schön, oder? «Voilà» déjà vu",
    "cp1250": "Dzień dobry, gramy dziś w nową grę. Źle się gra",
    "cp1254": "Bugün yeni bir oyun oynuyoruz, şimdi başl\u0131yor",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_the_encoding_is_found_by_what_is_common_in_it(encoding):
    head = "1\n00:00:01,000 --> 00:00:03,000\n"

    assert decode((head + TEXTS[encoding]).encode(encoding)).endswith(TEXTS[encoding])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_known_by_its_bytes(encoding):
    assert decode("héllo 你好".encode(encoding)).endswith("héllo 你好")
