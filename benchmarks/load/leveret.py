"""Starts bin/leveret on a data folder of its own, kills it and starts it again, and looks at what it uses."""

import os
import re
import socket
import subprocess
import time
from pathlib import Path

from load import process, wire

LAUNCHER = Path(__file__).resolve().parent.parent.parent / "bin" / "leveret"
START_SECONDS_MAX = 120
STOP_SECONDS_MAX = 60
COLLECTION = re.compile(r"^\[([0-9.]+)s\].* GC\(\d+\) .*?(\d+)M->(\d+)M\(\d+M\)")


class BrokerDied(Exception):
    """The broker ended although nobody told it to."""


def build():
    """Builds, if it must, before any clock runs."""
    subprocess.run([LAUNCHER, "--help"], check=True, stdout=subprocess.DEVNULL)


def free_port():
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]


def folder_bytes(folder):
    """What the files of a folder take on disk, or their length where that is more. Files may come and go meanwhile."""
    total = 0
    for entry in os.scandir(folder):
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        total += max(status.st_size, status.st_blocks * 512)
    return total


class Leveret:
    """A broker that this program starts. Its log, and its collector's, are in `folder`, its data in `data`."""

    def __init__(self, folder, heap, port=0, settings=(), data=None):
        self.folder = Path(folder)
        self.data = Path(data) if data else self.folder / "data"
        self.log = self.folder / "broker.log"
        self.heap = heap
        self.port = port or free_port()
        self.settings = settings
        self.lives = 0
        self.process = None

    def __enter__(self):
        return self

    def __exit__(self, error_type, error, trace):
        self.kill()

    @property
    def pid(self):
        return self.process.pid

    @property
    def collections(self):
        """The log of the collector in this life."""
        return self.folder / ("gc-%d.log" % self.lives)

    def start(self):
        """Starts it and waits for a connection.open-ok. The seconds that this took."""
        self.lives += 1
        options = "-Xmx%s -Xlog:gc:file=%s:uptime:filecount=0" % (self.heap, self.collections)
        environment = dict(os.environ, LEVERET_JAVA_OPTS="%s %s" % (os.environ.get("LEVERET_JAVA_OPTS", ""), options))
        command = [LAUNCHER, "server", "--port", str(self.port), "--data", str(self.data)]
        for setting in self.settings:
            command += ["--set", setting]
        with open(self.log, "ab") as output:
            started = time.monotonic()
            self.process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=output,
                                            stderr=subprocess.STDOUT)
        while True:
            try:
                with self.connect():
                    return time.monotonic() - started
            except (OSError, wire.WireError):
                self.check()
                if time.monotonic() - started > START_SECONDS_MAX:
                    raise
                time.sleep(0.005)

    def connect(self):
        return wire.Connection("127.0.0.1", self.port)

    def check(self):
        """Raises if it has ended."""
        if self.process.poll() is not None:
            raise BrokerDied("the broker ended with status %d: %s" % (self.process.returncode, self.last_words()))

    def last_words(self):
        lines = self.log.read_text(errors="replace").splitlines()
        telling = [line for line in lines if "ERROR" in line or "OutOfMemory" in line] or lines
        return " | ".join(telling[-2:])[:500]

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def stop(self):
        """As an operator does. Raises unless it ends by itself, with status 0."""
        self.process.terminate()
        status = self.process.wait(STOP_SECONDS_MAX)
        if status != 0:
            raise BrokerDied("SIGTERM ended the broker with status %d: %s" % (status, self.last_words()))

    def cpu_seconds(self):
        self.check()
        return process.cpu_seconds(self.pid)

    def peak_megabytes(self):
        return process.peak_memory_bytes(self.pid) / 1e6

    def resident_megabytes(self):
        return process.resident_memory_bytes(self.pid) / 1e6

    def disk_megabytes(self):
        return folder_bytes(self.data) / 1e6

    def heaps(self):
        """(seconds since the JVM's start, MiB in use afterwards) of each collection in this life."""
        try:
            lines = self.collections.read_text(errors="replace").splitlines()
        except FileNotFoundError:
            return []
        found = filter(None, map(COLLECTION.match, lines))
        return [(float(one.group(1)), int(one.group(3))) for one in found]

    def settle(self, seconds_max=60):
        """Waits until it does next to nothing by itself any more."""
        deadline = time.monotonic() + seconds_max
        before = self.cpu_seconds()
        while time.monotonic() < deadline:
            time.sleep(1)
            now = self.cpu_seconds()
            if now - before < 0.05:
                return
            before = now
