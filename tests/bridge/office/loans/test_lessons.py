import aiohttp
import pytest

from bridge.days.windows import write_windows
from bridge.lending.permissions import COMMAND_LINE
from bridge.office.frame.door import COOKIE
from tests.bridge.office.loans.lent import running
from tests.bridge.office.loans.test_timetable import ICS
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


async def test_a_timetable_is_shown_before_it_is_saved(staff: Staff) -> None:
    lent = await running(staff)
    office = await staff.signed_in("office")

    async def upload(data: bytes | None, status: int) -> str:
        form = aiohttp.FormData()
        if data is None:
            form.add_field("timetable", "no file")
        else:
            form.add_field("timetable", data, filename="plan.ics", content_type="text/calendar")
        headers = {"Cookie": f"{COOKIE}={office.token}", "Origin": staff.url}
        url = f"{staff.url}{lent.page}/lessons/timetable"
        async with staff.http.post(url, data=form, headers=headers) as answer:
            text = await answer.text()
            assert answer.status == status, text
            return text

    assert "Welche Datei?" in await upload(None, 409)
    page = await upload(ICS, 200)
    assert "Aus dem Stundenplan gelesen." in page
    assert "Mo 8:00-8:45" in page
    assert "Canary" not in page
    assert (await staff.register.loan_view(COMMAND_LINE, lent.loan)).windows == ()
    await upload(b"x" * 600_000, 413)


@pytest.mark.thorough
async def test_whoever_was_slower_reads_which_times_hold_now(staff: Staff) -> None:
    lent = await running(staff)
    version = (await staff.register.loan_view(COMMAND_LINE, lent.loan)).version
    office = await staff.signed_in("office")
    seen = {"policy": "windows", "version": str(version)}
    await office.post(f"{lent.page}/lessons", {**seen, "windows": "Mo 8-9"})
    told = await office.post(f"{lent.page}/lessons", {**seen, "windows": "Di 8-9"}, status=409)
    assert "Jetzt gilt: nach Stundenplan. Mo 08:00-09:00" in told
    again = {**seen, "windows": "Di 8-9", "version": str(version + 1)}
    assert f'value="{version + 1}"' in told
    await office.post(f"{lent.page}/lessons", again)
