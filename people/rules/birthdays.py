"""How well two dates of birth fit, and the slips by which a right one is written wrong. Pure."""

from datetime import MAXYEAR, MINYEAR, date, timedelta

from people.rules.spelling import edits

SAME, SWAPPED, YEAR_APART, ONE_NUMBER, ESTIMATE, EXPECTED, OTHER = 35, 28, 22, 20, 12, 20, -30
BORN_NEAR_EXPECTED = timedelta(days=42)


def day_and_month_swapped(day: date) -> date | None:
    """3 April for 4 March; nothing where that is no date, or the same one."""
    try:
        swapped = day.replace(day=day.month, month=day.day)
    except ValueError:
        return None
    return swapped if swapped != day else None


def years_beside(day: date) -> list[date]:
    """The same day a year earlier and a year later."""
    beside = []
    for year in (max(day.year - 1, MINYEAR), min(day.year + 1, MAXYEAR)):
        try:
            beside.append(day.replace(year=year))
        except ValueError:  # 29 February
            beside.append(day.replace(year=year, day=28))
    return beside


def compare_birthdays(
    asked: date | None, known: date | None, estimated: bool, expected: date | None
) -> list[tuple[int, str]]:
    """Points and a sentence, or nothing where one of the two is unknown."""
    if asked is None:
        return []
    if known is None:
        near = expected is not None and abs(expected - asked) <= BORN_NEAR_EXPECTED
        return [(EXPECTED, f"Was expected to be born on {said(expected)}")] if expected and near else []
    if asked == known:
        return [(SAME, "Same date of birth")]
    if day_and_month_swapped(asked) == known:
        return [(SWAPPED, f"Day and month of birth are swapped ({_two(asked, known)})")]
    if known in years_beside(asked):
        return [(YEAR_APART, f"Born one year apart ({asked.year}, {known.year})")]
    if edits(f"{asked:%d%m%Y}", f"{known:%d%m%Y}", 1) == 1:
        return [(ONE_NUMBER, f"Date of birth differs by one number ({said(asked)}, {said(known)})")]
    if estimated and abs(asked.year - known.year) <= 1:
        return [(ESTIMATE, f"Date of birth is an estimate ({said(known)})")]
    return [(OTHER, f"Born on another day ({said(known)})")]


def said(day: date) -> str:
    """7 May 2026."""
    return f"{day.day} {day:%B %Y}"


def _two(one: date, other: date) -> str:
    return f"{one.day} {one:%B}, {other.day} {other:%B}"
