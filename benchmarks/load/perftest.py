"""Starts RabbitMQ's load tool, PerfTest, and reads its counters while it runs.

The counters are those of the Java client inside PerfTest (`--metrics-client`), read over its own HTTP
endpoint: exact totals of what was published, confirmed and delivered, at any moment of the run.
"""

import http.client
import os
import re
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from load import jdk

BENCHMARKS = Path(__file__).resolve().parent.parent
TARGET = BENCHMARKS / "target" / "load"
POM = BENCHMARKS / "perftest" / "pom.xml"

COUNTER = re.compile(r"^client_(\w+)_total ([0-9.E+]+)$", re.MULTILINE)
# The client counts an ack frame as one confirm, however many messages it settles; PerfTest times each message.
CONFIRMED = re.compile(r"^perftest_confirm_latency_seconds_count ([0-9.E+]+)$", re.MULTILINE)
SECONDS_LINE = re.compile(r"time ([0-9.]+) s, ")
LATENCY = re.compile(r"(consumer|confirm) latency: ([0-9]+)/([0-9]+)/([0-9]+)/([0-9]+)/([0-9]+) (µs|ms)")
# Not its warnings: the Java client warns of its own race when it closes NIO sockets.
TROUBLE = re.compile(r" ERROR |caught exception|Exception in thread|nacked: [1-9]|returned: [1-9]")


class PerfTestError(Exception):
    """The load tool could not be started, or complained."""


def classpath():
    """PerfTest's jars as Maven resolves them from perftest/pom.xml; asked once, then kept in target/."""
    kept = TARGET / "perftest.classpath"
    if kept.exists() and kept.stat().st_mtime >= POM.stat().st_mtime:
        jars = kept.read_text().strip()
        if all(os.path.exists(jar) for jar in jars.split(os.pathsep)):
            return jars
    TARGET.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mvn", "-q", "-B", "-f", str(POM), "dependency:build-classpath",
                    "-Dmdep.outputFile=" + str(kept)], check=True)
    return kept.read_text().strip()


def command(uri, options):
    return [jdk.java(17), *os.environ.get("PERFTEST_JAVA_OPTS", "").split(), "-cp", classpath(),
            "com.rabbitmq.perf.PerfTest", "-h", uri, *options]


class PerfTest:
    """A running PerfTest. Its output goes to a file, for the latencies and for whoever looks into a failure."""

    def __init__(self, uri, options, log):
        self.log = log
        self.port = _free_port()
        log.parent.mkdir(parents=True, exist_ok=True)
        metrics = ["--metrics-client", "--metrics-prometheus", "--metrics-prometheus-port", str(self.port)]
        with open(log, "wb") as output:
            self.process = subprocess.Popen(command(uri, [*options, *metrics]), stdin=subprocess.DEVNULL,
                                            stdout=output, stderr=subprocess.STDOUT)

    def __enter__(self):
        return self

    def __exit__(self, error_type, error, trace):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def counters(self):
        """The client's totals by name (`published`, `confirmed`, `consumed`, ...); empty before the endpoint is up."""
        if self.process.poll() is not None:
            raise PerfTestError("PerfTest ended early with status %d, see %s" % (self.process.returncode, self.log))
        try:
            with urllib.request.urlopen("http://localhost:%d/metrics" % self.port, timeout=10) as answer:
                text = answer.read().decode()
        except (OSError, http.client.HTTPException):  # not up yet, or ending
            return {}
        counters = {name: int(float(value)) for name, value in COUNTER.findall(text)}
        counters.update(("confirmed", int(float(value))) for value in CONFIRMED.findall(text))
        return counters

    def stop(self):
        """Ends it the way an operator would; it then closes its connections and prints its summary."""
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            raise PerfTestError("PerfTest did not end within a minute of SIGTERM, see %s" % self.log) from None
        complain(self.log)


def complain(log):
    """Raises if anything in PerfTest's output speaks of trouble."""
    lines = [line for line in log.read_text(errors="replace").splitlines() if TROUBLE.search(line)]
    if lines:
        raise PerfTestError("PerfTest says: %s (see %s)" % (lines[0].strip()[:300], log))


def latencies_microseconds(log, kind, after_seconds):
    """(median, 99th percentile) of each second of the run, as PerfTest printed them; seconds before are left out.

    `kind` is "consumer" (publish to delivery) or "confirm" (publish to confirm).
    """
    found = []
    for line in log.read_text(errors="replace").splitlines():
        moment = SECONDS_LINE.search(line)
        if not moment or float(moment.group(1)) <= after_seconds:
            continue
        for which, _, median, _, _, worst, unit in LATENCY.findall(line):
            if which == kind and int(worst) > 0:
                scale = 1000 if unit == "ms" else 1
                found.append((int(median) * scale, int(worst) * scale))
    return found


def wait_for(condition, timeout_seconds, pause_seconds=0.05):
    """Polls; the last value that was not true when the time is up."""
    deadline = time.monotonic() + timeout_seconds
    while True:
        value = condition()
        if value or time.monotonic() > deadline:
            return value
        time.sleep(pause_seconds)


def _free_port():
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]
