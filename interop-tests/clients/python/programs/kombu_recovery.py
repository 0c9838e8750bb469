"""kombu: a ConsumerMixin and a pooled producer that go on after their connections are cut; retries, heartbeats, ensure."""
import os
import socket

from kombu import Connection, Exchange, Queue
from kombu.exceptions import OperationalError
from kombu.mixins import ConsumerProducerMixin
from kombu.pools import producers

URL = os.environ["AMQP_URL"]
NAME = "kombu-recovery"
exchange = Exchange(NAME, "direct")
queue = Queue(NAME, exchange, routing_key="key")
answers = Queue(NAME + "-answers", exchange, routing_key="answer")
CONFIRMED = {"confirm_publish": True}
POLICY = {"max_retries": 5, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.2}


class Worker(ConsumerProducerMixin):
    """Answers each message; the connections are cut before it can acknowledge one."""

    def __init__(self, connection):
        self.connection = connection
        self.has_cut = False

    def get_consumers(self, Consumer, channel):
        return [Consumer(queues=[queue], callbacks=[self.received], prefetch_count=1)]

    def on_connection_error(self, error, interval):
        print("broken", isinstance(error, self.connection.connection_errors))

    def on_connection_revived(self):
        print("connected")

    def on_consume_ready(self, connection, channel, consumers, **named):
        print("ready")

    def received(self, body, message):
        print("received", body, message.delivery_info["redelivered"])
        if body == 1 and not self.has_cut:
            self.has_cut = True
            print("(cut)")
            return
        if body == 1:  # the pool's connection was cut as well
            publish(pooled, (2, 3))
        self.producer.publish(body * 10, exchange=exchange, routing_key="answer", retry=True, retry_policy=POLICY)
        message.ack()
        if body == 3:
            self.should_stop = True


def publish(connection, bodies):
    """From the pool, as web applications do: it connects again by itself."""
    with producers[connection].acquire(block=True, timeout=20) as producer:
        for body in bodies:
            producer.publish(body, exchange=exchange, routing_key="key", declare=[queue, answers], retry=True, retry_policy=POLICY)


with Connection(URL, transport_options=CONFIRMED) as pooled:
    publish(pooled, range(2))
    worker = Worker(Connection(URL, transport_options=CONFIRMED))
    worker.run(_tokens=1)
    worker.connection.release()

    publish(pooled, [4])
    with Connection(URL) as connection:
        for declared in (answers, queue):
            bound = declared(connection.default_channel)
            messages = iter(lambda: bound.get(no_ack=True), None)
            print(bound.name, [message.payload for message in messages])
            bound.delete()
        exchange(connection.default_channel).delete()

with Connection(URL, heartbeat=20) as connection:
    connection.ensure_connection(max_retries=3)
    print("heartbeats", connection.supports_heartbeats, connection.get_heartbeat_interval())
    for _ in range(4):
        connection.heartbeat_check(rate=2)
        try:
            connection.drain_events(timeout=0.15)
        except socket.timeout:
            pass
    print("still there", connection.connected)

    tries = []

    def flaky():
        tries.append(1)
        if len(tries) < 3:
            raise ConnectionResetError("it happens")
        return len(tries)

    print("ensured", connection.ensure(connection.Producer(), flaky, interval_start=0, interval_step=0.01, max_retries=5)())

with socket.create_server(("127.0.0.1", 0)) as nobody:
    port = nobody.getsockname()[1]
try:
    Connection(f"amqp://127.0.0.1:{port}//").ensure_connection(max_retries=1, interval_start=0, interval_step=0)
except OperationalError as error:
    print("nobody there:", type(error.__cause__).__name__)
with Connection(f"amqp://127.0.0.1:{port}//", alternates=[URL], failover_strategy="round-robin") as connection:
    connection.ensure_connection(max_retries=3, interval_start=0, interval_step=0)
    print("failed over", connection.connected)
