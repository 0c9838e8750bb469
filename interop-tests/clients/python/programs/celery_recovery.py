"""Celery: a task that is acknowledged late outlives its worker; worker and publisher go on after their connections are cut."""
import os
import shutil
import tempfile
import time

from celery import Celery
from kombu import Exchange, Queue

from support.celery_worker import Worker

NAME = "celery-recovery"
results = os.environ.setdefault("CELERY_RECOVERY_RESULTS", tempfile.mkdtemp())  # the worker inherits it
app = Celery("celery_recovery", broker=os.environ["AMQP_URL"].replace("%2f", "/"), backend="file://" + results)
app.conf.update(
    task_default_queue=NAME, control_exchange=NAME, event_exchange=NAME + "-events", event_queue_prefix=NAME + "-events",
    task_acks_late=True, worker_prefetch_multiplier=1, task_track_started=True,
    broker_transport_options={"confirm_publish": True}, task_publish_retry_policy={"interval_start": 0, "interval_step": 0.1})


@app.task(bind=True)
def survive(self):
    """Whoever has it for the first time does not live to see its end."""
    if not self.request.delivery_info["redelivered"]:
        time.sleep(120)
    return "redelivered"


@app.task
def add(x, y):
    return x + y


def get(result):
    return result.get(timeout=30, interval=0.02)


def await_state(result, state):
    deadline = time.monotonic() + 30
    while result.state != state and time.monotonic() < deadline:
        time.sleep(0.02)
    return result.state


def cut():
    """Returns when it has happened: until then tasks and the worker's answers may still go over the connections of before."""
    with app.connection_for_read() as witness:
        witness.connect()
        print("(cut)")
        try:
            witness.drain_events(timeout=20)
        except ConnectionResetError:
            return
    raise SystemExit("not cut")


def clean():
    with app.connection_for_write() as connection:
        Queue(NAME)(connection.default_channel).delete()
        for exchange in (NAME, NAME + ".pidbox", "reply." + NAME + ".pidbox", NAME + "-events"):
            Exchange(exchange)(connection.default_channel).delete()


if __name__ == "__main__":
    clean()
    with Worker("celery_recovery", "--pool", "solo", "--hostname", "first@recovery", "--without-mingle") as first:
        result = survive.delay()
        print(await_state(result, "STARTED"))
        first.kill()
    with Worker("celery_recovery", "--pool", "prefork", "--concurrency", "1", "--hostname", "second@recovery",
                "--without-mingle") as second:
        print("survived its worker:", get(result))
        for number in range(2):
            cut()
            print("after the cut", [get(each) for each in [add.delay(x, number) for x in range(3)]])
        app.control.shutdown(["second@recovery"])  # a signal in the middle of a result loses that, and the worker waits for it
        print("ended", second.process.wait(60))
    clean()
    shutil.rmtree(results)
