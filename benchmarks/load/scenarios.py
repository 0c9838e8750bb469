"""The scenarios, and the exchange, queues and bindings each of them plays on."""

from dataclasses import dataclass

EXCHANGE_PREFIX = "bench"


@dataclass(frozen=True)
class Scenario:
    """One shape of load. Every queue gets every message, so `queues` is also the number of copies."""

    name: str
    title: str
    options: tuple  # for PerfTest: acknowledgement, prefetch, flags
    body_bytes: int = 100
    producers: int = 1
    consumers: int = 1
    queues: int = 1
    exchange_type: str = "direct"
    binding_keys: tuple = ()  # one a queue; by default each queue is bound with the routing key
    persistent: bool = False
    confirms: bool = False
    messages_per_second: int = 0  # of one producer; 0: as fast as it can
    ack_every: int = 1  # counts are rounded up to a multiple, or the last messages would stay unacked

    def __post_init__(self):
        assert self.queues == 1 or self.consumers == self.queues, self.name
        assert self.ack_every == 1 or self.consumers == 1, self.name

    @property
    def exchange(self):
        return "%s.%s" % (EXCHANGE_PREFIX, self.name)

    @property
    def queue_names(self):
        return [self._queue_pattern % number for number in range(1, self.queues + 1)]

    @property
    def routing_key(self):
        # PerfTest publishes with the first queue's name when it is given a pattern of queue names.
        return self.queue_names[0]

    @property
    def _queue_pattern(self):
        return "%s.%s.%%d" % (EXCHANGE_PREFIX, self.name)

    def perftest_options(self):
        options = ["-x", self.producers, "-y", self.consumers, "-s", self.body_bytes, *self.options,
                   "--predeclared", "--skip-binding-queues", "-e", self.exchange, "-t", self.exchange_type]
        if self.queues == 1:
            options += ["-u", self.queue_names[0], "-k", self.routing_key]
        else:
            options += ["-qp", self._queue_pattern, "-qpf", 1, "-qpt", self.queues]
        if self.persistent:
            options += ["-f", "persistent"]
        if self.messages_per_second:
            options += ["-r", self.messages_per_second]
        return [str(option) for option in options]

    def declare(self, connection):
        """Declares all afresh, whatever an earlier run has left."""
        self.delete(connection)
        connection.declare_exchange(self.exchange, self.exchange_type, self.persistent)
        keys = self.binding_keys or (self.routing_key,) * self.queues
        for queue, key in zip(self.queue_names, keys, strict=True):
            connection.declare_queue(queue, self.persistent)
            connection.bind_queue(queue, self.exchange, key)

    def delete(self, connection):
        for queue in self.queue_names:
            connection.delete_queue(queue)
        connection.delete_exchange(self.exchange)


AUTO_ACK = ("-a",)
ACKS = ("-q", "200")

SCENARIOS = (
    Scenario("transient", "transient 1x1, auto-ack, 100 B", AUTO_ACK),
    Scenario("acks", "1x1, acks one by one, prefetch 200, 100 B", ACKS),
    Scenario("acks-50", "1x1, acks every 50, prefetch 200, 100 B", (*ACKS, "-A", "50"), ack_every=50),
    Scenario("4x4", "4x4 on one queue, auto-ack, 100 B", AUTO_ACK, producers=4, consumers=4),
    Scenario("fanout", "fan-out 1x8, auto-ack, 100 B", AUTO_ACK, consumers=8, queues=8, exchange_type="fanout"),
    Scenario("topic", "topic 1x4 with wildcards, auto-ack, 100 B", AUTO_ACK, consumers=4, queues=4,
             exchange_type="topic", binding_keys=("bench.topic.*", "bench.#", "#.1", "*.topic.#")),
    Scenario("persistent", "persistent 1x1, confirms (200 open), acks, 1 KiB", (*ACKS, "-c", "200"),
             body_bytes=1024, persistent=True, confirms=True),
    Scenario("persistent-10x10", "persistent 10x10, confirms (200 open), acks, 1 KiB", (*ACKS, "-c", "200"),
             body_bytes=1024, producers=10, consumers=10, persistent=True, confirms=True),
    Scenario("64k", "transient 1x1, auto-ack, 64 KiB", AUTO_ACK, body_bytes=65536),
    Scenario("paced", "paced 5,000/s, 1x1, auto-ack, 100 B", AUTO_ACK, messages_per_second=5000),
    Scenario("confirm-each", "persistent 1x1, one confirm at a time, acks, 1 KiB", (*ACKS, "-c", "1"),
             body_bytes=1024, persistent=True, confirms=True),
)


def named(name):
    for scenario in SCENARIOS:
        if scenario.name == name:
            return scenario
    raise LookupError("no scenario '%s'; there are: %s" % (name, ", ".join(s.name for s in SCENARIOS)))
