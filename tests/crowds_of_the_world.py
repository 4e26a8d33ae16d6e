# ruff: noqa: RUF001, E501 - crowds react in their own alphabets
"""Generates chat of one language or platform, with planted reactions and crowds that only talk."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from core.domain.chat.chat_message import ChatMessage

VIEWERS = 60
REACTING = 34
MOMENTS = 9
EVERY_SECONDS = 420.0
_FIRST_AT = 700.0


@dataclass(frozen=True)
class Tongue:
    """How people of one language, or on one platform, react and talk."""

    name: str
    reactions: tuple[str, ...]
    talk: tuple[str, ...]
    tells_emotes: bool = False


def _tongue(name: str, reactions: str, talk: str) -> Tongue:
    return Tongue(name, tuple(reactions.split("|")), tuple(talk.split("|")))


_ENGLISH_TALK = "i had pasta for dinner today|which map comes after this one|my brother plays this game too|has anyone tried the new update yet|the music is a bit quiet for me|what time does the next match start|we should watch the other team later|it rained here all day long"

LANGUAGES = (
    _tongue(
        "english",
        "no shot|what a play|he did it|unreal|that was crazy|noooo|damn|lmaooo",
        _ENGLISH_TALK,
    ),
    _tongue(
        "german",
        "alter|krass|heftig|digga|was ein move|geil|wie geil|junge",
        "ich habe heute nudeln gegessen|welche karte kommt als nächstes|mein bruder spielt das auch gern|hat jemand das neue update probiert|die musik ist mir etwas zu leise|wann fängt das nächste spiel an|hier regnet es schon den ganzen tag|später schauen wir das andere team",
    ),
    _tongue(
        "spanish",
        "vamos|que locura|jajaja|no puede ser|increíble|qué crack|jajajaja|madre mía",
        "hoy comí pasta con mi familia|qué mapa viene después de este|mi hermano también juega a esto|alguien probó ya la actualización|la música está un poco baja|a qué hora empieza la próxima|aquí llueve desde esta mañana|luego vemos al otro equipo",
    ),
    _tongue(
        "portuguese",
        "kkkkk|caraca|meu deus|que isso|absurdo|kkkkkkk|mds|jogou muito",
        "hoje eu comi massa no jantar|qual mapa vem depois desse aqui|meu irmão também joga isso|alguém já testou a atualização|a música está um pouco baixa|que horas começa a próxima|aqui chove desde de manhã|depois a gente vê o outro time",
    ),
    _tongue(
        "french",
        "ptdr|mdr|oh la la|incroyable|abusé|dingue|le monstre|mais non",
        "ce soir j'ai mangé des pâtes|quelle carte vient après celle-ci|mon frère joue aussi à ce jeu|quelqu'un a testé la mise à jour|la musique est un peu faible|à quelle heure commence la suite|il pleut ici depuis ce matin|on regardera l'autre équipe plus tard",
    ),
    _tongue(
        "italian",
        "assurdo|mamma mia|che giocata|grande|pazzesco|ahahaha|nooo|incredibile",
        "oggi ho mangiato la pasta a cena|quale mappa viene dopo questa|anche mio fratello gioca a questo|qualcuno ha provato l'aggiornamento|la musica è un po' bassa|a che ora comincia la prossima|qui piove da stamattina presto|dopo guardiamo l'altra squadra",
    ),
    _tongue(
        "polish",
        "o kurde|ale akcja|kozak|niemożliwe|hahaha|szok|ja nie mogę|brawo",
        "dzisiaj jadłem makaron na obiad|jaka mapa będzie po tej tutaj|mój brat też gra w tę grę|czy ktoś już testował aktualizację|muzyka jest trochę za cicha|o której zaczyna się następny mecz|u nas pada od samego rana|potem obejrzymy drugą drużynę",
    ),
    _tongue(
        "russian",
        "ахахах|жесть|ору|красава|ничего себе|хаха|имба|вот это да",
        "сегодня я ел макароны на ужин|какая карта будет после этой|мой брат тоже играет в эту игру|кто уже пробовал новое обновление|музыка немного тихая для меня|во сколько начинается следующий матч|у нас с утра идёт дождь|потом посмотрим другую команду",
    ),
    _tongue(
        "ukrainian",
        "ахаха|капець|жесть|нічого собі|вогонь|красень|оце так|ору",
        "сьогодні я їв макарони на вечерю|яка мапа буде після цієї|мій брат теж грає в цю гру|хтось уже пробував оновлення|музика трохи тиха для мене|о котрій починається наступний матч|у нас зранку йде дощ|потім подивимося іншу команду",
    ),
    _tongue(
        "turkish",
        "oha|yok artık|helal|efsane|vay be|ahahaha|inanılmaz|kral",
        "bugün akşam makarna yedim ben|bundan sonra hangi harita geliyor|benim kardeşim de bunu oynuyor|yeni güncellemeyi deneyen var mı|müzik bana biraz kısık geliyor|sonraki maç saat kaçta başlıyor|burada sabahtan beri yağmur var|sonra öbür takımı da izleriz",
    ),
    _tongue(
        "arabic",
        "ههههه|يا سلام|مستحيل|والله|اسطوري|ههههههه|وش ذا|رهيب",
        "اكلت معكرونة اليوم على العشاء|اي خريطة تجي بعد هذي|اخوي بعد يلعب هذي اللعبة|احد جرب التحديث الجديد ولا|صوت الموسيقى شوي واطي عندي|متى تبدا المباراة اللي بعدها|عندنا مطر من الصبح لين الحين|بعدين نشوف الفريق الثاني",
    ),
    _tongue(
        "hebrew",
        "חחחחח|וואו|לא יכול להיות|אין דברים כאלה|מטורף|חחח|תותח|איזה מהלך",
        "היום אכלתי פסטה לארוחת ערב|איזו מפה באה אחרי זאת|גם אח שלי משחק בזה|מישהו כבר ניסה את העדכון|המוזיקה קצת חלשה אצלי|באיזו שעה מתחיל המשחק הבא|אצלנו יורד גשם מהבוקר|אחר כך נראה את הקבוצה השנייה",
    ),
    _tongue(
        "persian",
        "خخخخ|وای|دمت گرم|عالی بود|باورم نمیشه|ایول|خخخ|محشر",
        "امروز برای شام ماکارونی خوردم|بعد از این کدوم نقشه میاد|برادر منم این بازی رو میکنه|کسی آپدیت جدید رو امتحان کرده|صدای موسیقی یه کم کمه|بازی بعدی ساعت چند شروع میشه|اینجا از صبح داره بارون میاد|بعدا تیم دیگه رو هم میبینیم",
    ),
    _tongue(
        "hindi",
        "वाह|क्या बात|गजब|हाहाहा|बाप रे|ओ भाई|कमाल|जबरदस्त",
        "आज मैंने रात में पास्ता खाया|इसके बाद कौन सा मैप आएगा|मेरा भाई भी यह गेम खेलता है|किसी ने नया अपडेट देखा क्या|मुझे संगीत थोड़ा कम लगता है|अगला मैच कितने बजे शुरू होगा|यहाँ सुबह से बारिश हो रही है|बाद में दूसरी टीम को देखेंगे",
    ),
    _tongue(
        "japanese",
        "やばい|すげえ|うますぎ|草|ｗｗｗ|えぐい|神|きたああ|うおおお|なにこれ",
        "今日の夕飯はパスタを食べました|この次はどのマップが来るんだろう|うちの弟もこのゲームをやってるよ|新しいアップデートもう試した人いる|音楽がちょっと小さい気がします|次の試合は何時から始まりますか|こっちは朝からずっと雨が降ってる|あとで別のチームも見てみよう",
    ),
    _tongue(
        "korean",
        "ㅋㅋㅋㅋ|와|대박|미쳤다|ㄷㄷ|헐|지렸다|ㅋㅋㅋ",
        "오늘 저녁에 파스타를 먹었어요|이 다음에 어떤 맵이 나오나요|우리 동생도 이 게임 하던데|새 업데이트 해본 사람 있나요|음악 소리가 조금 작은 것 같아요|다음 경기는 몇 시에 시작하나요|여기는 아침부터 비가 와요|나중에 다른 팀도 같이 봐요",
    ),
    _tongue(
        "chinese",
        "哈哈哈|卧槽|牛逼|太强了|离谱|666|绝了|我的天",
        "今天晚饭我吃了一大碗面条呢|这张地图之后是哪张地图啊|我弟弟最近也在玩这个游戏|有人试过新版本的更新没有|我觉得音乐的声音有点小|下一场比赛几点钟开始呢|我们这边从早上一直在下雨|等一下我们再看另外一队吧",
    ),
    _tongue(
        "cantonese",
        "勁呀|好癲|哈哈哈|犀利|嘩|頂級|冇得頂|咩話",
        "今晚我食咗一大碟意粉呀|呢張地圖之後係邊張呀|我細佬最近都有玩呢隻嘢|有冇人試過新版本未呀|我覺得啲音樂有少少細聲|下一場係幾多點開始㗎|我哋呢邊由朝早落雨到而家|一陣我哋再睇第二隊啦",
    ),
    _tongue(
        "thai",
        "555555|โหดมาก|สุดยอด|โห|เก่งมาก|เทพ|อะไรเนี่ย|555",
        "วันนี้กินสปาเก็ตตี้เป็นข้าวเย็น|แผนที่ต่อไปจะเป็นอันไหนนะ|น้องชายของฉันก็เล่นเกมนี้|มีใครลองอัปเดตใหม่แล้วบ้าง|เสียงเพลงเบาไปหน่อยสำหรับฉัน|แข่งรอบหน้าเริ่มตอนกี่โมง|ที่นี่ฝนตกตั้งแต่เช้าเลย|เดี๋ยวไปดูอีกทีมหนึ่งกัน",
    ),
    _tongue(
        "vietnamese",
        "đỉnh|vãi|ảo thật|hay quá|kinh vậy|haha|quá ghê|trời ơi",
        "hôm nay mình ăn mì ý buổi tối|sau bản đồ này là bản đồ nào|em trai mình cũng chơi trò này|có ai thử bản cập nhật mới chưa|nhạc hơi nhỏ một chút với mình|trận sau bắt đầu lúc mấy giờ vậy|ở đây mưa suốt từ sáng đến giờ|lát nữa mình xem đội kia nhé",
    ),
    _tongue(
        "indonesian",
        "wkwkwk|gila|anjay|gokil|keren|mantap|wkwk|parah",
        "tadi malam aku makan pasta di rumah|habis ini peta yang mana ya kira|adikku juga main permainan ini|ada yang sudah coba versi baru|musiknya agak pelan buat aku|pertandingan berikutnya jam berapa|di sini hujan terus dari pagi|nanti kita tonton tim satunya",
    ),
    _tongue(
        "tagalog",
        "grabe|lupet|hala|ang galing|sheesh|wow naman|hahaha|idol",
        "kumain ako ng pasta kagabi dito|anong mapa ang susunod nito kaya|naglalaro din nito ang kapatid ko|may sumubok na ba ng bagong bersyon|medyo mahina ang musika sa akin|anong oras magsisimula ang susunod|umuulan dito mula pa kaninang umaga|mamaya panoorin natin ang kabila",
    ),
    _tongue(
        "greek",
        "χαχαχα|απίστευτο|τι έκανε|έλα ρε|φοβερό|χαχα|παναγία μου|τέλειο",
        "σήμερα έφαγα μακαρόνια για βραδινό|ποιος χάρτης έρχεται μετά από αυτόν|και ο αδερφός μου παίζει αυτό|δοκίμασε κανείς τη νέα έκδοση|η μουσική είναι λίγο χαμηλή εδώ|τι ώρα αρχίζει ο επόμενος αγώνας|εδώ βρέχει από το πρωί συνέχεια|μετά θα δούμε την άλλη ομάδα",
    ),
    _tongue(
        "swedish",
        "herregud|helt sjukt|vilken räddning|hahaha|va|grymt|sjukt bra|åh nej",
        "idag åt jag pasta till middag|vilken karta kommer efter den här|min bror spelar också det här|har någon provat nya versionen|musiken är lite låg för mig|hur dags börjar nästa match då|här har det regnat hela dagen|sen kollar vi på andra laget",
    ),
)

PLATFORMS = (
    _tongue("emoji", "😂😂😂|🔥|😱😱|💀|👏👏|😮|🤣|❤️", _ENGLISH_TALK),
    Tongue("channel emotes", ("pancaFlip", "pancaBurn pancaBurn", "pancaStack", "pancaHeh", "pancaOof pancaOof pancaOof", "pancaYum"), tuple(_ENGLISH_TALK.split("|")), tells_emotes=True),
    _tongue("untold emotes", "pancaFlip|pancaBurn pancaBurn|pancaStack|pancaHeh|pancaOof pancaOof pancaOof|pancaYum", _ENGLISH_TALK),
    _tongue("kick", "[emote:37226:Flip]|[emote:39251:Burn][emote:39251:Burn]|[emote:37227:Stack]|[emote:28633:Heh] [emote:28633:Heh]|[emote:11:Yum]", _ENGLISH_TALK),
    _tongue("youtube", ":face-blue-wide-eyes:|:_pancaFlip:|:_pancaBurn::_pancaBurn:|:hand-pink-waving:|:_pancaStack:", _ENGLISH_TALK),
    _tongue("kaomoji", "(╯°□°)╯︵ ┻━┻|(´・ω・`)|(≧▽≦)|T_T|^^|(^o^)|orz|ʕ•ᴥ•ʔ|¯\\_(ツ)_/¯", _ENGLISH_TALK),
)  # fmt: skip


def make_chat(tongue: Tongue, seed: int) -> tuple[list[ChatMessage], list[float], list[float]]:
    """Return a chat, when its crowds react, and when as many people only talk."""
    rng = random.Random(f"{tongue.name} {seed}")
    moments = [_FIRST_AT + EVERY_SECONDS * number for number in range(MOMENTS)]
    crowds = [at + EVERY_SECONDS / 2 for at in moments]
    lines = [
        *_background(rng, tongue, until=crowds[-1] + 120),
        *(line for at in moments for line in _crowd(rng, tongue, tongue.reactions, at)),
        *(line for at in crowds for line in _crowd(rng, tongue, tongue.talk, at)),
    ]
    return sorted(lines, key=lambda line: line.offset_seconds), moments, crowds


def _background(rng: random.Random, tongue: Tongue, *, until: float) -> Iterator[ChatMessage]:
    at = 0.0
    while (at := at + rng.expovariate(20 / 60)) < until:
        yield _say(rng, tongue, rng.randrange(VIEWERS), tongue.talk, at)


def _crowd(
    rng: random.Random, tongue: Tongue, texts: tuple[str, ...], at: float
) -> Iterator[ChatMessage]:
    for viewer in rng.sample(range(VIEWERS), REACTING):
        yield _say(rng, tongue, viewer, texts, at + rng.uniform(0.0, 8.0))


def _say(
    rng: random.Random, tongue: Tongue, viewer: int, texts: tuple[str, ...], at: float
) -> ChatMessage:
    text = rng.choice(texts)
    emotes = tuple(dict.fromkeys(text.split())) if tongue.tells_emotes and "panca" in text else ()
    return ChatMessage(offset_seconds=at, chatter=f"viewer{viewer}", text=text, emotes=emotes)
