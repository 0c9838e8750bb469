"""Celery: a worker of processes, looked at and controlled from outside: inspect, revoke, rate limits, events, chords."""
import os
import shutil
import tempfile
import threading
import time

from celery import Celery, chord
from celery.exceptions import TaskRevokedError
from kombu import Exchange, Queue

from support.celery_worker import Worker

NAME = "celery-control"
HOST = "one@control"
results = os.environ.setdefault("CELERY_CONTROL_RESULTS", tempfile.mkdtemp())  # the worker inherits it
app = Celery("celery_control", broker=os.environ["AMQP_URL"].replace("%2f", "/"), backend="file://" + results)
app.conf.update(
    task_default_queue=NAME, control_exchange=NAME, event_exchange=NAME + "-events", event_queue_prefix=NAME + "-events",
    task_send_sent_event=True, worker_send_task_events=True, task_track_started=True, result_chord_retry_interval=0.1,
    worker_prefetch_multiplier=1, broker_heartbeat=6)


@app.task
def add(x, y):
    return x + y


@app.task
def total(numbers):
    return sum(numbers)


@app.task
def endless():
    time.sleep(120)


class Events:
    """What `celery events` sees, in a thread of its own."""

    def __init__(self):
        self.changed = threading.Condition()
        self.types = {}
        ready = threading.Event()
        self.connection = app.connection_for_read()
        self.receiver = app.events.Receiver(self.connection, handlers={"*": self.happened})
        self.receiver.on_consume_ready = lambda *given, **named: ready.set()
        self.thread = threading.Thread(target=self.receiver.capture)
        self.thread.start()
        ready.wait(20)

    def happened(self, event):
        with self.changed:
            self.types.setdefault(event.get("uuid") or event["hostname"], set()).add(event["type"])
            self.changed.notify_all()

    def wait_for(self, whose, *types):
        with self.changed:
            self.changed.wait_for(lambda: set(types) <= self.types.get(whose, set()), 30)
            return sorted(self.types.get(whose, set()) - {"worker-heartbeat"})

    def stop(self):
        self.receiver.should_stop = True
        self.thread.join(20)
        self.connection.release()


def get(result):
    return result.get(timeout=30, interval=0.02)


def looked_at():
    inspect = app.control.inspect([HOST], timeout=20)
    print("ping", app.control.ping([HOST], timeout=20))
    print("ping", inspect.ping())
    print("nobody", app.control.ping(["nobody@control"], timeout=0.1))
    print("registered", [name for name in inspect.registered()[HOST] if name.startswith("celery_control.")])
    print("queues", [(queue["name"], queue["exchange"]["type"], queue["routing_key"]) for queue in inspect.active_queues()[HOST]])
    stats = inspect.stats()[HOST]
    print("stats", stats["broker"]["transport"], stats["broker"]["heartbeat"], stats["pool"]["max-concurrency"],
          stats["prefetch_count"])
    later = add.apply_async((1, 1), countdown=120)
    events.wait_for(later.id, "task-received")
    print("scheduled", [each["request"]["id"] == later.id for each in inspect.scheduled()[HOST]])
    app.control.revoke(later.id, destination=[HOST], reply=True, timeout=20)
    print("revoked", [id == later.id for id in inspect.revoked()[HOST]])


def told():
    print("rate", app.control.rate_limit("celery_control.add", "100/s", destination=[HOST], reply=True, timeout=20))
    print("limits", app.control.time_limit("celery_control.add", soft=5, hard=9, destination=[HOST], reply=True, timeout=20))
    print("limited", [get(result) for result in [add.delay(number, 0) for number in range(5)]])
    print("consume", app.control.add_consumer(NAME + "-more", destination=[HOST], reply=True, timeout=20))
    print("from there", get(add.apply_async((5, 5), queue=NAME + "-more")))
    print("cancel", app.control.cancel_consumer(NAME + "-more", destination=[HOST], reply=True, timeout=20))
    print("nonsense", app.control.broadcast("no_such_command", destination=[HOST], reply=True, timeout=20))
    stuck = endless.delay()
    events.wait_for(stuck.id, "task-started")
    print("active", [each["id"] == stuck.id for each in app.control.inspect([HOST], timeout=20).active()[HOST]])
    app.control.revoke(stuck.id, terminate=True)
    try:
        get(stuck)
    except TaskRevokedError as error:
        print("terminated:", error)


def seen():
    result = add.delay(20, 22)
    print(get(result), events.wait_for(result.id, "task-sent", "task-received", "task-started", "task-succeeded"))
    failing = add.delay(1, None)
    print(type(failing.get(timeout=30, interval=0.02, propagate=False)).__name__,
          events.wait_for(failing.id, "task-sent", "task-received", "task-started", "task-failed"))
    print("chord", get(chord([add.s(number, number) for number in range(4)], total.s())()))


def clean(connection):
    for queue in (NAME, NAME + "-more"):
        Queue(queue)(connection.default_channel).delete()
    for exchange in (NAME, NAME + "-more", NAME + ".pidbox", "reply." + NAME + ".pidbox", NAME + "-events"):
        Exchange(exchange)(connection.default_channel).delete()


if __name__ == "__main__":
    with app.connection_for_write() as connection:
        clean(connection)
    events = Events()
    with Worker("celery_control", "--pool", "prefork", "--concurrency", "2", "--hostname", HOST) as worker:
        print("online", events.wait_for(HOST, "worker-online"))
        looked_at()
        told()
        seen()
        app.control.shutdown([HOST])
        print("ended", worker.process.wait(30), events.wait_for(HOST, "worker-offline"))
    events.stop()
    with app.connection_for_write() as connection:
        clean(connection)
    shutil.rmtree(results)
