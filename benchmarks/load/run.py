"""One run of one scenario on one broker: what it cost, and the proof that nothing was lost or doubled."""

import time
from dataclasses import dataclass
from statistics import median
from urllib.parse import quote

from load import perftest, process, wire

POLL_SECONDS = 0.2
STALL_SECONDS = 30
START_SECONDS = 60
# PerfTest ends as soon as its producers are done unless its consumers still wait for something.
NEVER_REACHED = "2000000000"


class Incomplete(Exception):
    """A message is missing, or one too many was delivered: the row fails."""


@dataclass(frozen=True)
class Broker:
    name: str
    host: str
    port: int
    pid: int
    user: str = "guest"
    password: str = "guest"

    @property
    def uri(self):
        return "amqp://%s:%s@%s:%d" % (quote(self.user, ""), quote(self.password, ""), self.host, self.port)

    def connect(self):
        return wire.Connection(self.host, self.port, self.user, self.password)


@dataclass(frozen=True)
class Sample:
    """The load tool's counters and the broker's CPU time at one moment."""

    at: float
    sent: int
    received: int
    cpu_seconds: float


@dataclass(frozen=True)
class Result:
    """What one run measured. Latencies in microseconds; None where PerfTest printed none."""

    seconds: float
    sent: int
    received: int
    sent_per_second: float
    received_per_second: float
    cpu_microseconds: float
    latency_p50: float | None
    latency_p99: float | None
    confirm_p50: float | None
    confirm_p99: float | None
    peak_bytes: int


def rate(broker, scenario, seconds, ramp_seconds, log):
    """Runs the scenario for a while, to warm the broker up; messages a second of all producers after the ramp."""
    with broker.connect() as connection:
        scenario.declare(connection)
    with perftest.PerfTest(broker.uri, scenario.perftest_options(), log) as tool:
        _await_traffic(tool)
        time.sleep(min(ramp_seconds, seconds / 2))
        first = _sample(tool, broker)
        time.sleep(max(seconds - ramp_seconds, seconds / 2))
        last = _sample(tool, broker)
        tool.process.terminate()
        tool.process.wait(60)
    with broker.connect() as connection:
        scenario.delete(connection)
    if last.received == first.received:
        raise Incomplete("nothing was delivered during the warm-up, see %s" % log)
    return (last.sent - first.sent) / (last.at - first.at)


def measure(broker, scenario, messages, ramp_seconds, log):
    """Publishes `messages` a producer, waits until each copy is consumed, and measures from the ramp's end on."""
    with broker.connect() as connection:
        scenario.declare(connection)
    process.reset_peak_memory(broker.pid)
    options = [*scenario.perftest_options(), "-C", str(messages), "-D", NEVER_REACHED]
    with perftest.PerfTest(broker.uri, options, log) as tool:
        _await_traffic(tool)
        time.sleep(ramp_seconds)
        samples = _follow(tool, broker, scenario, messages * scenario.producers)
        peak_bytes = process.peak_memory_bytes(broker.pid)
        time.sleep(POLL_SECONDS)
        _prove(_counters(tool), scenario, messages * scenario.producers)
        tool.stop()
    with broker.connect() as connection:
        _prove_empty(connection, scenario)
        scenario.delete(connection)
    return _result(samples, log, ramp_seconds, peak_bytes)


def _await_traffic(tool):
    if not perftest.wait_for(lambda: tool.counters().get("consumed"), START_SECONDS):
        raise Incomplete("no message arrived within %d s, see %s" % (START_SECONDS, tool.log))


def _counters(tool):
    """The counters of a tool that is known to be up: on a busy machine its endpoint may miss a call."""
    counters = perftest.wait_for(tool.counters, STALL_SECONDS)
    if not counters:
        raise Incomplete("PerfTest's counters could not be read for %d s, see %s" % (STALL_SECONDS, tool.log))
    return counters


def _sample(tool, broker):
    counters = _counters(tool)
    return Sample(time.monotonic(), counters["published"], counters["consumed"], process.cpu_seconds(broker.pid))


def _follow(tool, broker, scenario, expected):
    """Samples until all that is expected has arrived: the first one, the one at which all was sent, the last one."""
    first = sample = _sample(tool, broker)
    all_sent = None
    moved_at = first.at
    while sample.received < expected * scenario.queues or _confirms_open(tool, scenario, expected):
        time.sleep(POLL_SECONDS)
        before, sample = sample, _sample(tool, broker)
        if sample.sent >= expected and all_sent is None:
            all_sent = sample
        if (sample.sent, sample.received) != (before.sent, before.received):
            moved_at = sample.at
        elif sample.at - moved_at > STALL_SECONDS:
            _prove(_counters(tool), scenario, expected)
    return first, all_sent or sample, sample


def _confirms_open(tool, scenario, expected):
    return scenario.confirms and _counters(tool)["confirmed"] < expected


def _prove(counters, scenario, expected):
    """Compares the client's totals with what must have been sent, delivered, acked and confirmed."""
    wanted = {"published": expected, "consumed": expected * scenario.queues,
              "failed_to_publish": 0, "not_acknowledged_published": 0, "unrouted_published": 0,
              "rejected": 0, "requeued": 0}
    if scenario.confirms:
        wanted["confirmed"] = expected
    if "-a" not in scenario.options:
        wanted["acknowledged"] = expected * scenario.queues
    wrong = ["%s %d instead of %d" % (name, counters.get(name, 0), count)
             for name, count in wanted.items() if counters.get(name, 0) != count]
    if wrong:
        raise Incomplete("%s: %s" % (scenario.name, ", ".join(wrong)))


def _prove_empty(connection, scenario):
    for queue in scenario.queue_names:
        left = connection.ready_count(queue)
        if left:
            raise Incomplete("%s: %d messages left in queue %s" % (scenario.name, left, queue))


def _result(samples, log, ramp_seconds, peak_bytes):
    first, all_sent, last = samples
    sent, received = last.sent - first.sent, last.received - first.received
    if not sent or not received:
        raise Incomplete("everything was over within the ramp of %s s: give it more --seconds" % ramp_seconds)
    consumer = perftest.latencies_microseconds(log, "consumer", ramp_seconds)
    confirm = perftest.latencies_microseconds(log, "confirm", ramp_seconds)
    return Result(
        seconds=last.at - first.at, sent=sent, received=received,
        sent_per_second=sent / (all_sent.at - first.at),
        received_per_second=received / (last.at - first.at),
        cpu_microseconds=(last.cpu_seconds - first.cpu_seconds) * 1e6 / ((sent + received) / 2),
        latency_p50=_median(consumer, 0), latency_p99=_median(consumer, 1),
        confirm_p50=_median(confirm, 0), confirm_p99=_median(confirm, 1),
        peak_bytes=peak_bytes)


def _median(pairs, index):
    return median(pair[index] for pair in pairs) if pairs else None
