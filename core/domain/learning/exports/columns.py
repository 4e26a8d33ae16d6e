"""Columns: what the headers of platforms' exports mean, in the languages they come in.

The names are those of real files and of parsers for them; where one is missing, the column is not
read, and the preview says which columns were.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from core.domain.work.platform import Platform


class Meaning(StrEnum):
    """What a column holds."""

    POST_ID = "post id"
    LINK = "link"
    TITLE = "title"
    PUBLISHED = "published"
    READ_ON = "read on"
    SPAN = "time that is counted"
    LENGTH = "length"
    VIEWS = "views"
    ENGAGED_VIEWS = "engaged views"
    WATCH_HOURS = "watch hours"
    WATCH_SECONDS = "watch seconds"
    AVERAGE_SECONDS = "average seconds watched"
    AVERAGE_SHARE = "average share watched"
    IMPRESSIONS = "impressions"
    CLICK_RATE = "click rate"
    LIKES = "likes"
    COMMENTS = "comments"
    SHARES = "shares"
    SAVES = "saves"


M = Meaning
COUNTS: Final = frozenset(
    {M.VIEWS, M.ENGAGED_VIEWS, M.IMPRESSIONS, M.LIKES, M.COMMENTS, M.SHARES, M.SAVES}
)
FIGURES: Final = COUNTS | {
    M.WATCH_HOURS,
    M.WATCH_SECONDS,
    M.AVERAGE_SECONDS,
    M.AVERAGE_SHARE,
    M.CLICK_RATE,
}
_YOUTUBE: Final = {
    M.POST_ID: "Content|Video|Videos|Video ID|Contenido|ID del vídeo|Contenu|Conteúdo|コンテンツ"
    "|콘텐츠|Inhalt|Inhalte",
    M.TITLE: "Video title|Videotitel|Título del vídeo|Título del video|Titre de la vidéo"
    "|Título do vídeo|動画のタイトル|動画タイトル|동영상 제목",
    M.PUBLISHED: "Video publish time|Veröffentlichungszeitpunkt des Videos"
    "|Hora de publicación del vídeo|Hora de publicación del video|Heure de publication"
    "|Heure de publication de la vidéo"
    "|Horário de publicação do vídeo|動画公開時刻|동영상 게시 시간",
    M.LENGTH: "Duration|Dauer|Duración|Durée|Duração|長さ|길이",
    M.VIEWS: "Views|Aufrufe|Visualizaciones|Vistas|Vues|Visualizações|視聴回数|조회수",
    M.ENGAGED_VIEWS: "Engaged views|Visualizações engajadas|エンゲージ ビュー",
    M.WATCH_HOURS: "Watch time (hours)|Wiedergabezeit (Stunden)|Tiempo de visualización (horas)"
    "|Durée de visionnage (heures)|Tempo de exibição (horas)|総再生時間(単位: 時間)"
    "|시청 시간(단위: 시간)",
    M.AVERAGE_SECONDS: "Average view duration|Durchschnittliche Wiedergabedauer"
    "|Duración media de la visualización|Durée moyenne d'une vue|Duração média da visualização"
    "|平均視聴時間|평균 시청 지속 시간",
    M.AVERAGE_SHARE: "Average percentage viewed (%)|Porcentaje medio visto (%)"
    "|Pourcentage moyen de vidéo regardé (%)|Porcentagem visualizada média (%)|平均視聴率 (%)"
    "|平均再生率 (%)",
    M.IMPRESSIONS: "Impressions|Thumbnail impressions|Impressionen|Thumbnail-Impressionen"
    "|Impresiones|Impressões|インプレッション数|노출수",
    M.CLICK_RATE: "Impressions click-through rate (%)|Thumbnail click-through rate (%)"
    "|Klickrate der Impressionen (%)|Thumbnail-Klickrate (%)"
    "|Porcentaje de clics de las impresiones (%)|CTR de las impresiones (%)"
    "|Taux de clics par impression (%)|Taxa de cliques de impressões (%)"
    "|インプレッションのクリック率 (%)|노출 클릭률 (%)",
    M.LIKES: "Likes|„Mag ich“-Bewertungen|Me gusta|J'aime|Marcações Gostei|高評価数|좋아요 수",
    M.COMMENTS: "Comments added|Comments|Hinzugefügte Kommentare|Comentarios añadidos"
    "|Commentaires ajoutés|Comentários adicionados",
    M.SHARES: "Shares|Geteilte Inhalte|Veces compartido|Partages|Compartilhamentos|共有数|공유",
}
_TIKTOK: Final = {
    M.LINK: "Video link|Enlace del video|Link",
    M.TITLE: "Video title|Título del video",
    M.PUBLISHED: "Post time|Hora de publicación",
    M.READ_ON: "Time",
    M.VIEWS: "Total views|Visualizaciones totales|Video views",
    M.LIKES: "Total likes|Me gusta totales|Likes",
    M.COMMENTS: "Total comments|Comentarios totales|Comments",
    M.SHARES: "Total shares|Veces compartido|Shares",
    M.SAVES: "Add to favorites|Total bookmarks|Total favorites",
    M.IMPRESSIONS: "Reach",
    M.AVERAGE_SECONDS: "Average watch time",
    M.WATCH_SECONDS: "Total play time",
}
_X: Final = {
    M.POST_ID: "Post id|Tweet id",
    M.LINK: "Post Link|Tweet permalink",
    M.TITLE: "Post text|Tweet text",
    M.PUBLISHED: "Date|time",
    M.IMPRESSIONS: "Impressions",
    M.LIKES: "Likes",
    M.COMMENTS: "Replies",
    M.SHARES: "Reposts|Retweets",
    M.SAVES: "Bookmarks",
}
_META: Final = {
    M.POST_ID: "Post ID",
    M.LINK: "Permalink",
    M.TITLE: "Description|Title",
    M.PUBLISHED: "Publish time",
    M.LENGTH: "Duration (sec)",
    M.SPAN: "Date",
    M.VIEWS: "Views|Plays",
    M.IMPRESSIONS: "Reach|Impressions",
    M.LIKES: "Likes|Reactions",
    M.COMMENTS: "Comments",
    M.SHARES: "Shares",
    M.SAVES: "Saves",
}
_LINKEDIN: Final = {
    M.LINK: "Post URL|Post link",
    M.TITLE: "Post title",
    M.PUBLISHED: "Post publish date|Created date",
    M.VIEWS: "Views",
    M.IMPRESSIONS: "Impressions",
    M.CLICK_RATE: "Click through rate (CTR)",
    M.LIKES: "Likes",
    M.COMMENTS: "Comments",
    M.SHARES: "Reposts",
}
_REDNOTE: Final = {
    M.TITLE: "笔记标题",
    M.PUBLISHED: "首次发布时间",
    M.IMPRESSIONS: "曝光",
    M.VIEWS: "观看量",
    M.CLICK_RATE: "封面点击率",
    M.LIKES: "点赞",
    M.COMMENTS: "评论",
    M.SAVES: "收藏",
    M.SHARES: "分享",
    M.AVERAGE_SECONDS: "人均观看时长",
}
_OTHERS: Final = {
    Platform.YOUTUBE: "Subscribers|Subscribers (net)|Shown in feed|Unique viewers|New viewers"
    "|Dislikes",
    Platform.TIKTOK: "Watched full video|Full video watched rate",
    Platform.X: "Engagements|New follows|Profile visits|Detail Expands|URL Clicks|Hashtag Clicks"
    "|Permalink Clicks|engagement rate|user profile clicks",
    Platform.INSTAGRAM: "Account ID|Account username|Account name|Post type|Data comment|Follows",
    Platform.LINKEDIN: "Engagements|Post type|Campaign name|Posted by|Audience|Offsite Views|Clicks"
    "|Follows|Engagement rate|Content Type",
    Platform.REDNOTE: "体裁|涨粉|弹幕",
}
"""Names that say whose export it is, and hold nothing that is kept."""
_NAMES: Final = {
    Platform.YOUTUBE: _YOUTUBE,
    Platform.TIKTOK: _TIKTOK,
    Platform.X: _X,
    Platform.INSTAGRAM: _META,
    Platform.LINKEDIN: _LINKEDIN,
    Platform.REDNOTE: _REDNOTE,
}
_NEEDED: Final[Mapping[Platform, Sequence[frozenset[Meaning]]]] = {
    Platform.YOUTUBE: [frozenset({M.POST_ID})],
    Platform.TIKTOK: [frozenset({M.LINK, M.PUBLISHED})],
    Platform.X: [frozenset({M.POST_ID, M.IMPRESSIONS})],
    Platform.INSTAGRAM: [frozenset({M.POST_ID, M.LINK, M.PUBLISHED})],
    Platform.LINKEDIN: [frozenset({M.LINK, M.PUBLISHED}), frozenset({M.LINK, M.TITLE})],
    Platform.REDNOTE: [frozenset({M.TITLE, M.PUBLISHED})],
}
"""What a table of posts has, one of these sets; the rest may be left out."""
NAMES_MIN: Final = 3
HEADER_CHARACTERS_MAX: Final = 120


def plain_name(name: str) -> str:
    """Return a header as it is compared: soft hyphens, blanks, case and width do not matter."""
    text = unicodedata.normalize("NFKC", name[: 2 * HEADER_CHARACTERS_MAX])
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    text = text.replace("\u2019", "'").replace("( ", "(")
    return " ".join(text.casefold().split())


def _read_names() -> dict[Platform, dict[str, Meaning]]:
    return {
        platform: {
            plain_name(one): meaning for meaning, many in names.items() for one in many.split("|")
        }
        for platform, names in _NAMES.items()
    }


_MEANINGS: Final = _read_names()
_KNOWN: Final = {
    platform: frozenset(map(plain_name, names.split("|"))) for platform, names in _OTHERS.items()
}
_ALL: Final = frozenset(name for names in _MEANINGS.values() for name in names) | frozenset(
    name for names in _KNOWN.values() for name in names
)


def read_header(cells: Sequence[str], platform: Platform) -> tuple[Meaning | None, ...]:
    """Return what each column of a header means on a platform; None for what is not read."""
    names = _MEANINGS[platform]
    return tuple(names.get(plain_name(cell)) for cell in cells)


def count_known(cells: Sequence[str]) -> int:
    """Return how many different cells are names that some export has."""
    return len({name for name in map(plain_name, cells) if name in _ALL})


def find_platforms(cells: Sequence[str]) -> tuple[Platform, ...]:
    """Return whose table of posts has such a header; more than one where that cannot be told."""
    scores: dict[Platform, int] = {}
    plain = [plain_name(cell) for cell in cells]
    for platform, names in _MEANINGS.items():
        meanings = {names[name] for name in plain if name in names}
        if any(needed <= meanings for needed in _NEEDED[platform]) and meanings & FIGURES:
            others = _KNOWN.get(platform, frozenset())
            scores[platform] = len({n for n in plain if n in names or n in others})
    best = max(scores.values(), default=0)
    return tuple(platform for platform, score in scores.items() if score == best)
