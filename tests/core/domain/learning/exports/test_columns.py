import pytest

from core.domain.learning.exports.columns import (
    Meaning,
    count_known,
    find_platforms,
    plain_name,
    read_header,
)
from core.domain.work.platform import Platform


def test_soft_hyphens_width_and_case_do_not_matter():
    assert plain_name("Ver\u00adöf\u00adfent\u200blicht  AM（％）") == "veröffentlicht am(%)"  # noqa: RUF001


@pytest.mark.parametrize(
    ("header", "platforms"),
    [
        (["Content", "Views", "Likes"], (Platform.YOUTUBE,)),
        (["Videos", "Videotitel", "Aufrufe"], (Platform.YOUTUBE,)),
        (["Conteúdo", "Título do vídeo", "Visualizações"], (Platform.YOUTUBE,)),
        (["콘텐츠", "동영상 제목", "조회수"], (Platform.YOUTUBE,)),
        (["Video link", "Post time", "Total views"], (Platform.TIKTOK,)),
        (["Tweet id", "impressions", "likes"], (Platform.X,)),
        (["Post URL", "Post publish date", "Impressions"], (Platform.LINKEDIN,)),
        (["笔记标题", "首次发布时间", "观看量"], (Platform.REDNOTE,)),
        (["Post ID", "Permalink", "Publish time", "Views"], (Platform.INSTAGRAM,)),
        (["Date", "Impressions", "Likes", "Engagements"], ()),
        (["Geography", "Views", "Watch time (hours)"], ()),
        (["Content", "Video title"], ()),
        ([], ()),
    ],
)
def test_a_platform_is_known_by_what_a_table_of_posts_needs(header, platforms):
    assert find_platforms(header) == platforms


def test_where_two_fit_equally_both_are_named():
    header = ["Post ID", "Permalink", "Publish time", "Impressions", "Likes"]
    assert find_platforms(header) == (Platform.INSTAGRAM,)
    both = ["Post id", "Permalink", "Publish time", "Impressions", "Replies", "Reposts"]
    assert set(find_platforms(both)) <= {Platform.X, Platform.INSTAGRAM}
    assert count_known(["Views", "views", "Nonsense"]) == 1


def test_renamed_columns_mean_the_same():
    old = ["Content", "Impressions", "Impressions click-through rate (%)"]
    new = ["Content", "Thumbnail impressions", "Thumbnail click-through rate (%)"]

    assert read_header(old, Platform.YOUTUBE) == read_header(new, Platform.YOUTUBE)
    assert read_header(["Estimated revenue (USD)"], Platform.YOUTUBE) == (None,)
    assert read_header(["LIKES "], Platform.X) == (Meaning.LIKES,)
