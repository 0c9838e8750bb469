"""What a long run is judged by: a row of figures each second, as CSV, and whether they rise in the course of it."""

import csv

CLIENT_COLUMNS = ("published", "confirmed", "delivered", "disconnected", "findings", "probes", "delivery_p50", "delivery_p99",
                  "delivery_max", "confirm_p50", "confirm_p99", "confirm_max")
COLUMNS = ("seconds", "heap_mb", "rss_mb", "disk_mb", "cpu_seconds", *CLIENT_COLUMNS)
LATENCIES = tuple(name for name in CLIENT_COLUMNS if name.endswith(("_p50", "_p99", "_max")))


class Samples:
    """The rows so far, each written to the file at once."""

    def __init__(self, path):
        self.file = open(path, "w", newline="")
        self.writer = csv.DictWriter(self.file, COLUMNS, restval="")
        self.writer.writeheader()
        self.rows = []

    def add(self, row):
        """A figure that could not be had stays empty, and so does a latency of a second without a probe."""
        row = dict(row)
        if not row.get("probes"):
            for name in LATENCIES:
                row.pop(name, None)
        self.rows.append(row)
        self.writer.writerow(row)
        self.file.flush()

    def column(self, name):
        """(seconds, value) where there is one."""
        return [(row["seconds"], row[name]) for row in self.rows if row.get(name) not in (None, "")]


def extremes(points, seconds, choose):
    """The lowest (`choose` is min) or highest (max) value in each whole stretch of so many seconds."""
    end = points[-1][0] if points else 0
    stretches = {}
    for at, value in points:
        stretches.setdefault(int(at // seconds), []).append((value, at))
    return [(at, value) for number, stretch in stretches.items() if (number + 1) * seconds <= end + 2
            for value, at in [choose(stretch)]]


def slope(points):
    """By how much the values rise in a second, as the straight line that fits best."""
    if len(points) < 2:
        return 0.0
    mean_at = sum(at for at, _ in points) / len(points)
    mean = sum(value for _, value in points) / len(points)
    spread = sum((at - mean_at) ** 2 for at, _ in points)
    return sum((at - mean_at) * (value - mean) for at, value in points) / spread if spread else 0.0


def share(points, part):
    """The value that this part of all is not above."""
    ordered = sorted(value for _, value in points)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0
