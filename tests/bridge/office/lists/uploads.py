"""Lists that somebody hands in at the office, for tests."""

from pathlib import Path

import aiohttp

from bridge.office.frame.door import COOKIE
from tests.bridge.office.staff import Staff, Visit

SAMPLES = Path(__file__).parents[2] / "lists" / "samples"
WEEK_S = 7 * 24 * 3600


async def as_of_the_samples(staff: Staff) -> None:
    """Turn the clock to 30 November, and take in the robots of the samples."""
    staff.clock.now_s += WEEK_S
    await staff.robots(*(f"KRL-{number:04}" for number in range(1, 21)))


async def hand_in(visit: Visit, data: bytes, name: str, field: str = "file") -> tuple[int, str]:
    """Send a file; return the status, and where the answer leads or what it says."""
    form = aiohttp.FormData()
    form.add_field(field, data, filename=name, content_type="application/octet-stream")
    asked = visit.staff.http.post(
        f"{visit.staff.url}/office/lists/file",
        data=form,
        headers={"Cookie": f"{COOKIE}={visit.token}", "Origin": visit.staff.url},
        allow_redirects=False,
    )
    async with asked as answer:
        text = await answer.text()
        return answer.status, answer.headers.get("Location", "") or text
