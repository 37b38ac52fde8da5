"""Times, and the indexes that are named after them, as people in Japan say them.

Servers often keep the time of Greenwich; the pages are read in Odawara.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

JAPAN = timezone(timedelta(hours=9))
_DAYS = "月火水木金土日"
# The name of a generation begins with the time in UTC at which it was built.
_BUILT = re.compile(r"(\d{8}T\d{6})\d*Z-")


def when(moment: datetime | str | None) -> str:
    """Return a time as people write it: 4月1日（水） 9:05, with the year where it is another one.

    A text is a time in ISO 8601; None is "".
    """
    if moment is None:
        return ""
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    local, today = moment.astimezone(JAPAN), datetime.now(JAPAN)
    year = "" if local.year == today.year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日（{_DAYS[local.weekday()]}） {local.hour}:{local:%M}"


def built(generation: str) -> str:
    """Return when a generation was built, by its name; the name itself if it is of another kind."""
    found = _BUILT.match(generation)
    if not found:
        return generation
    try:
        return when(datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC))
    except ValueError:
        return generation
