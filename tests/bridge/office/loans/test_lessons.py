from bridge.days.windows import write_windows
from bridge.lending.permissions import COMMAND_LINE
from tests.bridge.office.loans.lent import running
from tests.bridge.office.staff import Staff


async def test_times_are_typed_and_shown_as_a_week(staff: Staff) -> None:
    lent = await running(staff)
    office = await staff.signed_in("office")
    for typed, words in (
        ("", "Welche Zeiten?"),
        ("Mo 8:45-8:00", "endet, bevor es anfängt"),
        ("nach der Pause", "verstehen wir nicht als Zeit"),
    ):
        told = await office.post(
            f"{lent.page}/lessons", {"policy": "windows", "windows": typed}, status=409
        )
        assert words in told, typed
    times = "Mo 8:00-8:45, 8:50-9:35\nDi 10-11:30"
    read = await office.get(f"{lent.page}/lessons/reading", windows=times)
    assert "8:50" in read
    where = await office.post(f"{lent.page}/lessons", {"policy": "windows", "windows": times})
    assert where.endswith("#lessons")
    view = await staff.register.loan_view(COMMAND_LINE, lent.loan)
    assert write_windows(view.windows) == "Mo 08:00-08:45, Mo 08:50-09:35, Di 10:00-11:30"
    page = await office.get(lent.page)
    assert "In den Ferien von SH zu. Außerhalb dieser Zeiten bleibt Otto zu." in page
    again = await office.get(f"{lent.page}/lessons")
    assert "Mo 8:00-8:45, 8:50-9:35\nDi 10:00-11:30" in again
    await office.post(f"{lent.page}/lessons", {"policy": "teacher"})
    assert "Die Lehrkraft öffnet auf ihrer Seite." in await office.get(lent.page)
