from core.adapters.chat_logs.log_format import Sample


def test_a_line_that_the_sample_cuts_is_left_out():
    assert Sample("a\n\nb\r\nc").lines == ["a", "b"]
    assert Sample("a\nb\n").lines == ["a", "b"]
    assert Sample("alone").lines == ["alone"]
    assert Sample("").lines == []
