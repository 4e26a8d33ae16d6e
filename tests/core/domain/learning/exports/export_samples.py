"""Exports as platforms make them, written by hand from what is known of their bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

AS_OF = date(2026, 9, 20)
YOUTUBE_EN = (
    "Content,Video title,Video publish time,Duration,Views,Engaged views,Watch time (hours),"
    "Average percentage viewed (%),Impressions,Impressions click-through rate (%),Likes,"
    "Comments added,Shares,Estimated revenue (USD)\n"
    "Total,,,,1500,1200,12.5000,55.1,0,4.2,70,9,5,1.23\n"
    '-bcDEFghi_1,"Chat erupts: ""no way"", 🎉","Sep 2, 2026",30,1200,1000,10.0000,61.5,20000,4.5,'
    "60,8,5,1.20\n"
    '_bcDEFghi_2,A quiet walk,"Sep 3, 2026",25,300,200,2.5000,48.7,5000,3.1,10,1,0,0.03\n'
    "xbcDEFghi_3,Nobody saw it,,28,,,,,,,,,,\n"
).encode()
YOUTUBE_DE = (
    "Videos,Videotitel,Ver\u00adöf\u00adfent\u00adli\u00adchungs\u00adzeit\u00adpunkt des "
    "Vi\u00addeos,Auf\u00adru\u00adfe,Wie\u00adder\u00adga\u00adbe\u00adzeit (Stun\u00adden),"
    "Abonnenten,Thumbnail-Impressionen,Thumbnail-Klickrate (%)\n"
    "Gesamt,,,1500,12.5000,3,25000,4.2\n"
    '-bcDEFghi_1,Der Chat tobt,"Sep 2, 2026",1200,10.0000,2,20000,4.5\n'
).encode()
YOUTUBE_PT_DAYS = (
    "Data,Visualizações,Tempo de exibição (horas)\n"
    "Total,1500,12.5\n"
    "2026-09-02,1200,10.0\n"
    '"Mostrando os primeiros 500 resultados,"\n'
).encode()
YOUTUBE_JA = (
    "コンテンツ,動画のタイトル,動画公開時刻,視聴回数,総再生時間（単位: 時間）,推定収益 (JPY)\n"  # noqa: RUF001
    "合計,,,1500,12.5,3\n"
    '-bcDEFghi_1,大騒ぎ,"Sep 2, 2026",1200,10.0,2\n'
).encode()
TIKTOK = (
    "\ufeff"
    '"Time","Video title","Video link","Post time","Total likes","Total comments","Total shares",'
    '"Total views"\n'
    '"September 20","Chat erupts","https://www.tiktok.com/@ada/video/7412345678901234567",'
    '"September 2","60","8","5","1200"\n'
    '"September 20","","https://www.tiktok.com/@ada/video/7412345678901234999","December 24","1",'
    '"0","0","undefined"'
).encode()
TIKTOK_DAYS = (
    '\ufeff"Date","Video Views","Profile Views","Likes","Comments","Shares"\n'
    '"8 de marzo","5","1","0","0","0"'
).encode()
X = (
    b"Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,"
    b"Replies,Reposts,Profile visits,Detail Expands,URL Clicks,Hashtag Clicks,Permalink Clicks\n"
    b'1834567890123456789,"Wed, Sep 2, 2026","Look, at that",'
    b"https://x.com/ada/status/1834567890123456789,1200,60,90,4,2,1,8,5,3,2,1,0,0\n"
)
META = (
    "\ufeffPost ID,Account ID,Account username,Account name,Description,Duration (sec),"
    "Publish time,Permalink,Post type,Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,"
    "Saves\n"
    "18012345678901234,17841400000000000,ada,Ada,Chat erupts,30,09/02/2026 06:08,"
    "https://www.instagram.com/reel/DAbcdEFghij/,IG reel,,Lifetime,1200,900,60,5,1,8,4\n"
).encode()
META_DAYS = (
    'sep=,\n"Facebook Page reach"\n"Date","Facebook Page reach"\n"2020-03-29T00:00:00","0"\n\n'
    '"Instagram reach"\n"Date","Instagram reach"\n"2020-03-29T00:00:00","3"\n\n'
).encode("utf-16")
REDNOTE_HEADER = [
    "笔记标题",
    "首次发布时间",
    "体裁",
    "曝光",
    "观看量",
    "封面点击率",
    "点赞",
    "评论",
    "收藏",
    "涨粉",
    "分享",
    "人均观看时长",
]
REDNOTE_ROW = [
    "大家都疯了",
    "2026年09月02日20时30分15秒",
    "视频",
    20000,
    1200,
    0.045,
    60,
    8,
    4,
    1,
    5,
    18.5,
]
LINKEDIN_LINK = "https://www.linkedin.com/feed/update/urn:li:activity:7236345678901234567"


def make_xlsx(**sheets: list[list[Any]]) -> bytes:
    import openpyxl  # noqa: PLC0415 - slow to import

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(row)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def make_linkedin() -> bytes:
    return make_xlsx(
        DISCOVERY=[["Overall Performance", "9/1/2026 - 9/30/2026"], ["Impressions", 1200]],
        ENGAGEMENT=[["Date", "Impressions", "Engagements"], ["9/2/2026", 1200, 60]],
        TOP_POSTS=[
            ["Maximum of 50 posts available to include in this list"],
            [],
            [
                "Post URL",
                "Post publish date",
                "Engagements",
                None,
                "Post URL",
                "Post publish date",
                "Impressions",
            ],
            [LINKEDIN_LINK, "9/2/2026", 60, None, LINKEDIN_LINK, "9/2/2026", 1200],
        ],
    )


def make_linkedin_company() -> bytes:
    return make_xlsx(
        All_posts=[
            ["Aggregated data for posts published in the time range"],
            [
                *("Post title", "Post link", "Post type", "Posted by", "Created date"),
                *("Impressions", "Views", "Clicks", "Click through rate (CTR)"),
                *("Likes", "Comments", "Reposts"),
            ],
            [
                *("Chat erupts", LINKEDIN_LINK, "Organic", "Ada"),
                datetime(2026, 9, 2),  # noqa: DTZ001 - as a sheet holds it
                *(1200, None, 9, 0.05, 60, 8, 5),
            ],
        ]
    )


def make_rednote() -> bytes:
    return make_xlsx(Sheet1=[["最多导出排序后前1000条笔记"], REDNOTE_HEADER, REDNOTE_ROW])


def make_zip(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"{name.replace('_', ' ')}.csv", data)
    return held.getvalue()


def make_youtube_zip(table: bytes = YOUTUBE_EN) -> bytes:
    return make_zip(
        Chart_data=b"Date,Content,Video title,Video publish time,Duration,Views\n",
        Table_data=table,
        Totals=b"Date,Views\n2026-09-02,1200\n",
    )
