from core.domain.asking.question import read_question
from core.domain.asking.tool_choice import choose_tools, may_propose


def test_a_question_about_clips_can_need_no_settings_and_no_spend():
    tools = choose_tools(read_question("Which clips did best this week?"))

    assert tools is not None
    assert {"list_clips", "figures_by_post"} <= tools
    assert not {"read_settings", "list_accounts", "read_spend", "list_jobs"} & tools


def test_a_question_in_unknown_words_can_be_about_anything():
    assert choose_tools(read_question("\u4eca\u9031\u306e\u30af\u30ea\u30c3\u30d7")) is None


def test_a_time_asks_for_the_chat_and_a_follow_up_for_the_same_again():
    assert "read_chat" in (choose_tools(read_question("and 20:14?")) or ())
    before = read_question("What does the budget look like?")
    assert "read_spend" in (choose_tools(read_question("why the clips?"), before) or ())


def test_buttons_come_where_somebody_asks_what_to_do():
    assert may_propose(read_question("What should I post on Friday?"))
    assert not may_propose(read_question("Why is this score so low?"))
