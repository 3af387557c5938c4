"""Sizes in words."""


def size_in_words(size: int) -> str:
    """900 bytes, 12 kB, 3.4 MB, 2.1 GB: in thousands, as disks are sold."""
    if size < 1000:
        return f"{size} bytes"
    for unit in ("kB", "MB", "GB"):
        size_in_unit = size / 1000
        if size_in_unit < 1000 or unit == "GB":
            return f"{size_in_unit:.1f} {unit}" if size_in_unit < 10 else f"{size_in_unit:.0f} {unit}"
        size = size // 1000
    raise AssertionError("unreachable")
