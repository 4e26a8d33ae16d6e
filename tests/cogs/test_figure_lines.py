from dataclasses import replace

from cogs.figure_lines import describe_entered, describe_line, describe_plan, summarise
from core.domain.learning.exports.import_plan import FigureImportPlan, ImportLine, LineState
from core.domain.learning.measured_post import note_post
from core.domain.work.platform import Platform
from tests.builders import make_publication
from tests.core.adapters.table.stores.measuring.test_figure_files import FILE
from tests.core.domain.learning.exports.test_matching import ROW
from tests.plan_builders import make_metric

LINES = (
    ImportLine(row=ROW, state=LineState.MATCHED, metric=make_metric(views=1204)),
    ImportLine(row=ROW, state=LineState.SAME),
    ImportLine(row=ROW, state=LineState.NEW, metric=make_metric(views=3), why="unknown"),
    ImportLine(row=ROW, state=LineState.UNKNOWN, why="no post of yours has this id"),
    ImportLine(row=replace(ROW, title=""), state=LineState.REFUSED, why="it has no figures"),
)
PLAN = FigureImportPlan(file=FILE, lines=LINES)


def test_a_plan_tells_what_it_would_do_and_first_what_it_does_not():
    lines = describe_plan(PLAN)

    assert lines[0].startswith("This would bring figures of 2 posts, as of 2026-03-01;")
    assert "no title" in lines[1]
    assert "it has no figures" in lines[1]
    assert describe_line(LINES[0]).endswith("matched (1,204 views)")
    assert describe_line(LINES[1]).endswith("nothing new")
    assert describe_line(LINES[2]).endswith("becomes a post (3 views)")


def test_what_was_done_what_is_not_clear_and_what_is_not_there_are_said():
    assert summarise(replace(PLAN, is_done=True, changed=1)).startswith("Imported: 1 post changed")
    both = FigureImportPlan(file=FILE, ambiguous=(Platform.X, Platform.LINKEDIN))
    assert "X or LinkedIn" in summarise(both)
    none = FigureImportPlan(file=FILE, refused=("a.csv tells of days.",))
    assert describe_plan(none)[1:] == ["- a.csv tells of days\\."] or "tells of days" in str(
        describe_plan(none)
    )


def test_hostile_titles_are_escaped():
    row = replace(ROW, title="@everyone **bold** <@1>")
    plan = FigureImportPlan(file=FILE, lines=(ImportLine(row=row, state=LineState.SAME),))

    assert "**bold**" not in describe_plan(plan)[1]
    assert "<@1>" not in describe_plan(plan)[1]


def test_what_was_typed_is_said_again():
    publication = make_publication(platform=Platform.LINKEDIN)
    post = note_post(publication, "A post", None)

    assert describe_entered(post) == "Kept for “A post” on LinkedIn: no counts."
    read = post.read(make_metric(views=7, watched_share=0.45))
    assert describe_entered(read) == "Kept for “A post” on LinkedIn: 7 views, 45% watched."
