"""Response to a press of a print button."""

from collections.abc import Mapping

from tests.bridge.office.staff import Visit


async def printed(visit: Visit, path: str, status: int = 200) -> tuple[bytes, Mapping[str, str]]:
    """Return what pressing a button to print answers."""
    asked = visit.staff.http.post(visit.staff.url + path, headers=visit._headers())
    async with asked as answer:
        body = await answer.read()
        assert answer.status == status, body
        return body, answer.headers
