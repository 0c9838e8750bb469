"""A Celery worker as its users start one: a process of its own."""
import os
import signal
import subprocess
import sys
import threading

PROGRAMS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Worker:
    """Is ready when the constructor returns; what it logs goes to standard error."""

    def __init__(self, app, *options):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "celery", "--workdir", PROGRAMS, "-A", app, "worker", "--loglevel", "INFO", *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for line in self.process.stderr:
            sys.stderr.write(line)
            if line.rstrip().endswith("ready."):
                break
        else:
            raise SystemExit("the worker did not start")
        threading.Thread(target=self.pass_on_log, daemon=True).start()

    def pass_on_log(self):
        for line in self.process.stderr:
            sys.stderr.write(line)

    def kill(self):
        self.process.kill()
        self.process.wait(60)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        """As supervisors do it: who does not end when told so is ended. Celery hangs if the signal comes within its work."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
