"""Every bound on an upload, in one place."""

MIB = 1024 * 1024

MAX_BYTES = 20 * MIB
"""The largest file taken in, and the largest that may come out."""

MAX_PIXELS = 40_000_000
"""Width × height, read from the header before anything is decoded."""

MAX_SIDE = 2560
"""The longer side of a remade picture or page, in pixels."""

JPEG_QUALITY = 85

MAX_PAGES = 50
PAGE_DPI = 200
"""The resolution of a page of usual size; a larger page is held to MAX_SIDE."""

MAX_SECONDS = 600
VOICE_RATE = 48_000
"""Samples a second: what Opus works in."""
VOICE_BITS = 24_000
"""Bits a second: speech stays clear, ten minutes are under 2 MiB."""

WALL_SECONDS = 90
CPU_SECONDS = 45
MEMORY_BYTES = 1536 * MIB
"""The worker's whole address space, libraries included."""

AT_ONCE = 2
"""Workers one server process runs side by side; further uploads wait their turn."""
