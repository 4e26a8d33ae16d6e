import jinja2
import pytest

from bot.web.app import TEMPLATES
from bot.web.drawing.template_sources import TemplateSources


def make_environment(folder):
    sources = TemplateSources(folder)
    sources.read()
    return jinja2.Environment(loader=sources, autoescape=True)


def test_a_template_is_drawn_after_its_file_is_gone(tmp_path):
    """No request waits for the disk."""
    (tmp_path / "plan").mkdir()
    (tmp_path / "base.html").write_text("<b>{% block inner %}{% endblock %}</b>")
    (tmp_path / "plan" / "day.html").write_text(
        '{% extends "base.html" %}{% block inner %}{{ day }}{% endblock %}'
    )
    environment = make_environment(tmp_path)
    (tmp_path / "base.html").unlink()
    (tmp_path / "plan" / "day.html").unlink()

    assert environment.get_template("plan/day.html").render(day="<Mon>") == "<b>&lt;Mon&gt;</b>"


def test_what_is_no_template_is_not_found(tmp_path):
    (tmp_path / "notes.txt").write_text("none")

    with pytest.raises(jinja2.TemplateNotFound):
        make_environment(tmp_path).get_template("notes.txt")


def test_an_error_names_the_file(tmp_path):
    """Whoever mends a template is told which."""
    (tmp_path / "broken.html").write_text("{% if %}")

    with pytest.raises(jinja2.TemplateSyntaxError) as told:
        make_environment(tmp_path).get_template("broken.html")

    assert told.value.filename == str(tmp_path / "broken.html")


def test_every_template_of_the_page_compiles():
    """None is compiled at the start, so that one that cannot be is found here."""
    environment = make_environment(TEMPLATES)
    environment.add_extension("jinja2.ext.loopcontrols")
    names = environment.list_templates()

    assert len(names) > 40
    for name in names:
        source, filename, _ = environment.loader.get_source(environment, name)
        environment.compile(source, name, filename)
