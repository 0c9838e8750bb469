"""The cases of `benchmarks/deep`. Each is given a `Stage` whose broker has been started on an empty data folder."""

import time
from dataclasses import dataclass
from typing import Callable

from load.full_disk import full_disk
from load.stage import LEFT_FREE_BYTES

HEAVIER_THAN_SHORT_MAX = 2.0
START_SECONDS_MAX = 2.0
SHRUNK_MB, SHRUNK_SECONDS, GAP_MS_MAX = 64, 60, 200
TTL_SECONDS = 30
SIDE_MAX, SIDE_DELAYED_MAX, SIDE_DELAY_SECONDS = 2.0, 4.0, 45
WARM_UP_SHARE, WARM_UP_DELAY_MILLIS = 2, 3_000


def one_queue(stage):
    messages = stage.scaled(10_000_000)
    stage.needs_disk(messages * 400 / 1e6)
    stage.fill(each=messages, publishers=4, window=10_000)
    stage.note("disk", "%.0f MB", stage.broker.disk_megabytes())
    stage.broker.settle()
    deep = stage.drain(expected=messages, publishers=4)
    stage.broker.settle()
    stage.run("flow", messages=stage.scaled(300_000))
    short = stage.run("flow", messages=stage.scaled(1_000_000))
    cpu = short["cpu"] * 1e6 / short["received"]
    stage.note("short queue", "%.2f us/message", cpu)
    stage.note("drain/short", "%.2f", deep / cpu)
    stage.expect(deep <= HEAVIER_THAN_SHORT_MAX * cpu, "a message of the deep queue takes %.2f times one of a short queue" % (deep / cpu))


def one_by_one(stage):
    messages = stage.scaled(10_000_000)
    stage.needs_disk(messages * 400 / 1e6)
    stage.fill(program="one-by-one", each=messages, publishers=200)
    stage.note("disk", "%.0f MB", stage.broker.disk_megabytes())
    stage.drain(expected=messages, publishers=200)
    _expect_shrunk(stage)


def many_queues(stage):
    queues = stage.scaled(20_000)
    stage.needs_disk(queues * 500 * 400 / 1e6)
    stage.fill(queues=queues, each=500, publishers=4, window=10_000)
    stage.note("disk", "%.0f MB", stage.broker.disk_megabytes())
    stage.broker.kill()
    stage.note("start after a kill", "%.2f s", stage.broker.start())
    stage.drain(queues=queues, expected=queues * 500, publishers=4, prefetch=50)
    _expect_shrunk(stage)


def start(stage):
    each = stage.scaled(50_000)
    stage.needs_disk(each * 100 * 400 / 1e6)
    stage.fill(queues=100, each=each, publishers=4, window=10_000)
    stage.broker.kill()
    took = stage.broker.start()
    stage.note("open-ok after", "%.2f s", took)
    stage.expect(took < START_SECONDS_MAX, "the start took %.2f s" % took)
    stage.broker.kill()
    stage.note("again", "%.2f s", stage.broker.start())
    stage.drain(queues=100, expected=each * 100, publishers=4)
    _expect_shrunk(stage)


def full_speed(stage):
    seconds = max(int(600 * stage.scale), 5)
    started = time.monotonic()

    def look(running):
        # While it is drained, what is left is copied once it is half of what there was.
        needed = LEFT_FREE_BYTES + stage.broker.disk_megabytes() * 1e6 / 2
        if stage.free_bytes() < needed and not running.process.stdin.closed:
            stage.failures.append("ended after %.0f of %d s: the disk has no more than %d MB left" % (
                time.monotonic() - started, seconds, needed / 1e6))
            running.tell_to_end()
    filled = stage.fill(poll=look, size=1024, publishers=2, window=2000, seconds=seconds)
    stage.note("messages", "%d", filled["confirmed"])
    stage.note("disk", "%.0f MB", stage.broker.disk_megabytes())
    stage.drain(expected=filled["confirmed"], publishers=2)
    _expect_shrunk(stage)


def greedy(stage):
    messages = stage.scaled(1_000_000)
    stage.fill(each=messages, publishers=4)
    consumer = stage.begin("hold", queues=1)
    seen, since = None, time.monotonic()
    while time.monotonic() - since < 5:
        stage.broker.check()
        time.sleep(0.5)
        if consumer.lines[-1:] != seen:
            seen, since = consumer.lines[-1:], time.monotonic()
    visit = stage.run("visit", times=50)
    stage.note("others served in", "%.0f us (median)", visit["p50_us"])
    consumer.tell_to_end()
    held = stage.take(consumer)
    stage.note("held", "%d", held["held"])
    stage.expect(held["alive"] and held["held"], "the greedy consumer got %d and was %s" % (
        held["held"], "alive" if held["alive"] else "cut off"))
    stage.drain(expected=messages, publishers=4)


def space(stage):
    """Twice: while another queue is in use, and with nobody there."""
    each = stage.scaled(10_000)
    stage.needs_disk(100 * each * 1024 * 4 / 1e6)
    bound = SHRUNK_MB + 2 * 100 * 1024 / 1e6
    holders = []
    for used in (True, False):
        prefix = "used" if used else "idle"
        flow = stage.begin("flow", prefix="paced", rate=200) if used else None
        stage.fill("fill", prefix=prefix, queues=100, each=each, size=1024)
        if used:
            flow.tell_to_end()
            stage.note("largest gap while filled", "%.0f ms", stage.take(flow)["gap_ms"])
            flow = stage.begin("flow", prefix="paced", rate=200)
        stage.note("disk", "%.0f MB", stage.broker.disk_megabytes())
        holder = stage.begin("hold", prefix=prefix, queues=100, prefetch=1)
        while holder.lines[-1:] != ["holding 100"]:
            stage.broker.check()
            time.sleep(0.1)
        holders.append((prefix, holder))
        stage.drain("drain", prefix=prefix, queues=100, first=1, expected=100 * (each - 1))
        if used:
            bound_now, took, size = stage.await_disk_below(bound, SHRUNK_SECONDS)
            time.sleep(5)
            flow.tell_to_end()
            paced = stage.take(flow)
            stage.note("largest gap", "%.0f ms", paced["gap_ms"])
            stage.note("of it this machine's own hiccups", "%.0f ms at most", paced["hiccup_ms"])
            stage.expect(paced["gap_ms"] < GAP_MS_MAX, "a gap of %.0f ms between deliveries, until %s" % (
                paced["gap_ms"], time.strftime("%H:%M:%S", time.localtime(paced["gap_at"] / 1000))))
        else:
            bound_now, took, size = stage.await_disk_below(bound, SHRUNK_SECONDS)
        stage.note("%s, after" % ("in use" if used else "idle"), "%.0f s", took)
        stage.note("disk", "%.1f MB", size)
        stage.expect(bound_now, "%s: %.1f MB after %d s, and %.1f were allowed" % (prefix, size, SHRUNK_SECONDS, bound))
    for prefix, holder in holders:
        holder.tell_to_end()
        stage.take(holder)
        stage.run("drain", prefix=prefix, queues=100, expected=100)


def priorities(stage):
    messages = stage.scaled(2_000_000)
    stage.fill(each=messages, publishers=4, window=10_000, priorities=255)
    stage.note("disk", "%.0f MB", stage.broker.disk_megabytes())
    stage.drain(expected=messages, publishers=4, priorities=255)
    _expect_shrunk(stage)


def ttl(stage):
    messages = stage.scaled(2_000_000)
    stage.fill("fill, an hour to live", each=messages, publishers=4, window=10_000, ttl=3_600_000)
    stage.drain(expected=messages, publishers=4)
    stage.fill("fill, some seconds", each=messages, publishers=4, window=10_000, ttl=TTL_SECONDS * 1000)
    before, started = stage.broker.cpu_seconds(), time.monotonic()
    with stage.broker.connect() as connection:
        while connection.ready_count("deep.0") and time.monotonic() - started < 2 * TTL_SECONDS:
            stage.broker.check()
            time.sleep(0.5)
        stage.note("expired after", "%.0f s", time.monotonic() - started)
        stage.note("which took", "%.2f us/message", (stage.broker.cpu_seconds() - before) * 1e6 / messages)
        stage.expect(connection.ready_count("deep.0") == 0, "%d messages have outlived their time" % connection.ready_count("deep.0"))
    _expect_shrunk(stage)


def side_by_side(stage):
    """Each feature with the same number of messages, against a queue that has none of them; the broker is warm."""
    groups = stage.scaled(1_000_000) // 20 * 2
    messages = 10 * groups
    stage.fill("warm-up", prefix="warm", each=messages // 2, publishers=1, window=10_000)
    stage.drain("drained", prefix="warm", expected=messages // 2, publishers=1)
    plain = _filled_and_drained(stage, "plain", messages, None)
    _filled_and_drained(stage, "a time to live each", messages, (plain, SIDE_MAX), ttl=3_600_000, spread=messages)
    _filled_and_drained(stage, "255 priorities", messages, (plain, SIDE_MAX), priorities=255)
    _filled_and_drained(stage, "delayed", messages, (plain, SIDE_DELAYED_MAX), order={"groups": messages},
                        delay=SIDE_DELAY_SECONDS * 1000, spread=SIDE_DELAY_SECONDS * 1000)
    _filled_and_drained(stage, "%d groups" % groups, messages, (plain, SIDE_MAX), held=groups // 2, groups=groups)


def _filled_and_drained(stage, name, messages, limit, held=0, order=None, **options):
    """The microseconds of CPU that a message took from its publish to its ack, after a warm-up with half of them, as the broker itself had; fails if
    that is over a limit, a figure and how many times it."""
    prefix = name.split()[0]
    ordered = {key: value for key, value in {**options, **(order or {})}.items() if key in ("priorities", "groups")}
    _there_and_back(stage, "warm-" + prefix, messages // WARM_UP_SHARE, held // WARM_UP_SHARE, _warm_up(ordered), _warm_up(options))
    stage.broker.settle()
    before = stage.broker.cpu_seconds()
    filled, fill = _there_and_back(stage, prefix, messages, held, ordered, options)
    cpu = (stage.broker.cpu_seconds() - before) * 1e6 / messages
    times = "" if limit is None else "%5.2f times, %g allowed" % (cpu / limit[0], limit[1])
    print("  %-22s %6.2f us/message, %5.2f of it to fill at %6.0f/s  %s" % (
        name, cpu, fill * 1e6 / messages, filled["confirmed"] / filled["seconds"], times), flush=True)
    if limit is not None:
        stage.expect(cpu <= limit[1] * limit[0], "%s: %.2f times a plain queue" % (name, cpu / limit[0]))
    return cpu


def _warm_up(options):
    """The same with so many fewer groups, and short delays."""
    smaller = {key: value // WARM_UP_SHARE if key == "groups" else value for key, value in options.items()}
    return {**smaller, "delay": WARM_UP_DELAY_MILLIS, "spread": WARM_UP_DELAY_MILLIS} if "delay" in options else smaller


def _there_and_back(stage, prefix, messages, held, ordered, options):
    """If so many are held, each of a group of its own, a consumer takes them, which blocks half of the messages until it is gone. The results of filling,
    and the seconds of CPU that it took."""
    before = stage.broker.cpu_seconds()
    filled = stage.run("fill", prefix=prefix, each=messages, publishers=1, window=10_000, **options)
    fill = stage.broker.cpu_seconds() - before
    if held:
        holder = stage.begin("hold", prefix=prefix, prefetch=held)
        while "holding %d" % held not in holder.lines:
            stage.broker.check()
            time.sleep(0.1)
        others = stage.wait(stage.begin("drain", prefix=prefix, expected=messages - messages // 2, publishers=1, **ordered))
        stage.expect(not others["missing"] and not others["findings"] and others["left"] == messages // 2 - held,
                     "%s: beside what is held %d are missing, %d findings, %d left" % (
                         prefix, others["missing"], others["findings"], others["left"]))
        holder.tell_to_end()
        stage.take(holder)
    stage.run("drain", prefix=prefix, expected=messages // 2 if held else messages, publishers=1, **ordered)
    return filled, fill


def _expect_shrunk(stage):
    """When nothing is left, the data folder is small again after a while."""
    shrunk, _, size = stage.await_disk_below(SHRUNK_MB, SHRUNK_SECONDS)
    stage.expect(shrunk, "%.1f MB of disk %d s after all is gone" % (size, SHRUNK_SECONDS))


@dataclass(frozen=True)
class Case:
    name: str
    title: str
    play: Callable
    on_small_disk: bool = False
    settings: tuple = ()


CASES = (
    Case("one-queue", "10,000,000 x 100 B on one queue, confirmed in large batches, drained", one_queue),
    Case("one-by-one", "the same, each of 200 publishers waiting for each confirm", one_by_one),
    Case("many-queues", "20,000 queues of 500 x 100 B, kill -9, start, drained", many_queues),
    Case("start", "5,000,000 x 100 B on 100 queues, kill -9, start", start),
    Case("full-speed", "1 KiB for 10 minutes at full speed, no consumer, then drained", full_speed),
    Case("greedy", "a consumer without limit that acknowledges nothing of 1,000,000 x 100 B", greedy),
    Case("space", "100 queues x 10,000 x 1 KiB drained but for their first message", space),
    Case("priorities", "2,000,000 x 100 B in 256 priorities in turn, drained: the highest first", priorities),
    Case("ttl", "2,000,000 x 100 B with a time to live each, drained; again, expired", ttl),
    Case("side-by-side", "1,000,000 x 100 B plain, with TTLs, priorities, delays, groups: CPU against plain", side_by_side),
    Case("full-disk", "a disk of 128 MB that is full, and has space again, six times (needs root)", full_disk, True,
         ("disk_free_limit.absolute=0",)),
)


def named(name):
    for case in CASES:
        if case.name == name:
            return case
    raise LookupError("no case '%s'; there are: %s" % (name, ", ".join(case.name for case in CASES)))
