"""The table: one row a scenario, one column a figure, both brokers in one cell with their ratio."""

from dataclasses import fields
from statistics import median

from load.run import Result


def middle(results):
    """One result made of the median of each figure over the repetitions."""
    def value(name):
        values = [getattr(result, name) for result in results if getattr(result, name) is not None]
        return median(values) if values else None
    return Result(**{field.name: value(field.name) for field in fields(Result)})


COLUMNS = (
    ("sent/s", lambda r: r.sent_per_second, "%.0f"),
    ("received/s", lambda r: r.received_per_second, "%.0f"),
    ("p50 us", lambda r: r.latency_p50, "%.0f"),
    ("p99 us", lambda r: r.latency_p99, "%.0f"),
    ("confirm p50 us", lambda r: r.confirm_p50, "%.0f"),
    ("confirm p99 us", lambda r: r.confirm_p99, "%.0f"),
    ("CPU us/message", lambda r: r.cpu_microseconds, "%.2f"),
    ("peak MB", lambda r: r.peak_bytes / 1e6, "%.0f"),
)


def line(scenario, broker, result):
    """What the console shows after each run."""
    return ("%-17s %-10s sent %7.0f/s received %7.0f/s  p50 %s p99 %s us  CPU %6.2f us/message  peak %4.0f MB"
            "  (%d + %d messages in %.1f s)") % (
        scenario.name, broker.name, result.sent_per_second, result.received_per_second,
        _number(result.latency_p50, "%.0f"), _number(result.latency_p99, "%.0f"), result.cpu_microseconds,
        result.peak_bytes / 1e6, result.sent, result.received, result.seconds)


def markdown(rows, brokers):
    """`rows`: (scenario, {broker name: result or the text of its failure})."""
    names = [broker.name for broker in brokers]
    head = "| scenario (%s) | %s |" % (
        " / ".join(names + (["ratio"] if len(names) == 2 else [])), " | ".join(title for title, _, _ in COLUMNS))
    lines = [head, "| --- |" + " ---: |" * len(COLUMNS)]
    for scenario, results in rows:
        failures = ["%s: %s" % (name, result) for name, result in results.items() if isinstance(result, str)]
        if failures:
            lines.append("| %s | FAILED: %s |%s" % (scenario.title, "; ".join(failures), " |" * (len(COLUMNS) - 1)))
            continue
        cells = [_cell([read(results[name]) for name in names], form) for _, read, form in COLUMNS]
        lines.append("| %s | %s |" % (scenario.title, " | ".join(cells)))
    return "\n".join(lines) + "\n"


def _cell(values, form):
    cell = " / ".join(_number(value, form) for value in values)
    if len(values) == 2 and all(values):
        cell += " / %.2f" % (values[0] / values[1])
    return cell


def _number(value, form):
    if value is None:
        return "-"
    text = form % value
    whole, point, rest = text.partition(".")
    return "{:,}".format(int(whole)) + point + rest
