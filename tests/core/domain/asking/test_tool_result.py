from core.domain.asking.tool_result import Link, Row, ToolResult


def test_a_result_names_each_page_once_and_keeps_strangers_words_apart():
    link = Link(label="A clip", path="/clips/1")
    result = ToolResult(
        facts={"count": 2},
        rows=(Row(facts={"score": 9}, said={"title": "A 5"}, link=link), Row(link=link)),
        note="Of 3.",
    )

    assert result.links == (link,)
    assert list(result.list_values()) == [2, 9, "Of 3."]
    assert list(result.list_said()) == ["A 5"]
