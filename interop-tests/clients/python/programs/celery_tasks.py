"""Celery: tasks and results over rpc://, retries, countdown, expiry, priorities, routing, chains and groups; a worker of threads."""
import datetime
import os
import time

from celery import Celery, chain, chord, group
from kombu import Exchange, Queue

from support.celery_worker import Worker

NAME = "celery-tasks"
app = Celery("celery_tasks", broker=os.environ["AMQP_URL"].replace("%2f", "/"), backend="rpc://")
exchange = Exchange(NAME, "topic")
app.conf.update(
    task_default_queue=NAME, task_default_exchange=NAME, task_default_routing_key=NAME,
    task_queues=[Queue(NAME, exchange, routing_key=NAME + ".#", max_priority=10),
                 Queue(NAME + "-reports", exchange, routing_key="reports.*"), Queue(NAME + "-slow", exchange, routing_key="slow")],
    task_routes={"celery_tasks.report": {"queue": NAME + "-reports", "routing_key": "reports.daily"}},
    control_exchange=NAME + "-control", event_exchange=NAME + "-events", event_queue_prefix=NAME + "-events",
    worker_prefetch_multiplier=4, broker_connection_retry_on_startup=True, broker_transport_options={"confirm_publish": True},
    result_expires=60)
done = []


@app.task
def add(x, y):
    return x + y


@app.task(bind=True, max_retries=3, default_retry_delay=0.05)
def flaky(self, failures):
    if self.request.retries < failures:
        raise self.retry(exc=ValueError(f"attempt {self.request.retries}"))
    return f"after {self.request.retries} retries"


@app.task(autoretry_for=(ZeroDivisionError,), retry_backoff=False, max_retries=1, default_retry_delay=0.05)
def divide(x, y):
    return x / y


@app.task(bind=True)
def report(self, what):
    info = self.request.delivery_info
    return what, info["exchange"], info["routing_key"], info["redelivered"]


@app.task(ignore_result=True)
def note(what):
    done.append(what)


@app.task
def noted():
    return done


def calls():
    print("add", add.delay(2, 3).get(timeout=30))
    results = [add.delay(number, number) for number in range(10)]
    print("many", [result.get(timeout=30) for result in results])
    print("by name", app.send_task("celery_tasks.add", (1,), {"y": 1}).get(timeout=30), results[0].state)
    print("compressed", add.apply_async(([1], ["Zürich"]), compression="gzip").get(timeout=30))
    print("big", len(add.delay("x" * 300_000, "y").get(timeout=30)))
    failed = divide.delay(1, 0)
    print("failed", repr(failed.get(timeout=30, propagate=False)), failed.state)
    print("retried", flaky.delay(2).get(timeout=30))
    print("given up", repr(flaky.delay(9).get(timeout=30, propagate=False)))


def times():
    started = time.monotonic()
    print("countdown", add.apply_async((1, 1), countdown=0.2).get(timeout=30), time.monotonic() - started >= 0.2)
    soon = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=0.2)
    print("eta", add.apply_async((2, 2), eta=soon).get(timeout=30), datetime.datetime.now(datetime.timezone.utc) >= soon)
    late = add.apply_async((3, 3), expires=datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=1))
    try:
        late.get(timeout=30)
    except Exception as error:
        print("expired", type(error).__name__, error)


def routes():
    print("routed", report.delay("daily").get(timeout=30))
    print("elsewhere", report.apply_async(("now",), queue=NAME + "-slow").get(timeout=30))
    print("by key", report.apply_async(("x",), exchange=NAME, routing_key="reports.weekly").get(timeout=30))


def canvas():
    print("chain", chain(add.s(1, 2), add.s(3), add.s(4))().get(timeout=30))
    print("group", group(add.s(number, 1) for number in range(5))().get(timeout=30))
    try:
        chord([add.s(1, 1), add.s(2, 2)], noted.si())().get(timeout=30)
    except NotImplementedError as error:
        print("chord:", " ".join(str(error).split()))


def priorities():
    """Waiting in the queue before there is a worker."""
    for priority in (1, 9, 5, 9, None):
        note.apply_async((str(priority),), priority=priority)


if __name__ == "__main__":
    with app.connection_for_write() as connection:
        for queue in app.conf.task_queues:
            queue(connection.default_channel).delete()
            queue(connection.default_channel).declare()
    priorities()
    with Worker("celery_tasks", "--pool", "threads", "--concurrency", "1", "--hostname", "one@tasks",
                "--without-gossip", "--without-mingle"):
        print("by priority", noted.apply_async(priority=0).get(timeout=30))
        calls()
        times()
        routes()
        canvas()
    with app.connection_for_write() as connection:
        for queue in app.conf.task_queues:
            queue(connection.default_channel).delete()
        exchange(connection.default_channel).delete()
        for control in (NAME + "-control.pidbox", "reply." + NAME + "-control.pidbox", NAME + "-events"):
            Exchange(control)(connection.default_channel).delete()
