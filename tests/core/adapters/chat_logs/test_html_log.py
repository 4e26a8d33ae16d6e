import pytest

from core.adapters.chat_logs.html_log import HtmlLogFormat
from core.adapters.chat_logs.log_format import Sample
from core.errors import InvalidInput
from tests.core.adapters.chat_logs.reading import read_with


def _comment(time, name, text):
    badge = '<img class="emote-image" title="subscriber" src="x"><div class="invis-text">sub</div>'
    return (
        f'<pre class="comment-root">[{time}] {badge} <a href="https://example.invalid">'
        f'<span class="comment-author" style="color: #fff">{name}</span></a>'
        f'<span class="comment-message">: {text} </span></pre>'
    )


_KAPPA = '<img width="20" class="emote-image" title="Kappa" src="data:image/png;base64,AAAA">'


@pytest.mark.parametrize("between", ["\n", ""])
def test_comments_become_messages_and_pictures_their_names(between):
    comments = [_comment("0:00:07", "ann", f"a &lt; b {_KAPPA}"), _comment("1:00:08", "bob", "yo")]
    text = "<!DOCTYPE html><html><body>\n" + between.join(comments) + "</body></html>"

    read = read_with(HtmlLogFormat(), text)

    assert read.said == [(7.0, "ann", "a < b Kappa"), (3608.0, "bob", "yo")]
    assert read.emotes == [("Kappa",), ()]
    assert read.skipped == 0


def test_a_broken_or_endless_comment_is_skipped():
    lines = [_comment("0:00:07", "ann", "hi"), _comment("x", "bob", "yo")]
    lines += [_comment("0:00:08", "cid", "x" * 30_000)]

    read = read_with(HtmlLogFormat(), "<html>\n" + "\n".join(lines))

    assert (read.said, read.skipped) == ([(7.0, "ann", "hi")], 2)


def test_another_page_is_refused_with_a_way_out():
    with pytest.raises(InvalidInput, match="only TwitchDownloader's chat"):
        HtmlLogFormat().recognise(Sample("<html><body><p>hello</p></body></html>"))


def test_other_text_is_no_page():
    assert HtmlLogFormat().recognise(Sample("<ann> hi\n")) is None
