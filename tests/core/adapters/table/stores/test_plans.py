from core.adapters.table.stores.plans import CalendarTable, PlanTable, SlotTable, TaskTable
from core.ports.learning import TaskStore
from core.ports.plan import Calendar, PlanStore, SlotStore
from tests.builders import CREATOR
from tests.plan_builders import MONTH, make_plan

_plans: type[PlanStore] = PlanTable
_slots: type[SlotStore] = SlotTable
_tasks: type[TaskStore] = TaskTable
_calendar: type[Calendar] = CalendarTable


async def test_a_month_is_read_from_its_index_alone(stores, table):
    await stores.plans.save_plan(make_plan(version=0))
    table.calls.clear()

    await stores.calendar.list_month(CREATOR, MONTH)

    assert table.calls == {"query": 1}
