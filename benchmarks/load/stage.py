"""What the cases of `benchmarks/deep` have in common: a broker, programs that work it, the figures and what is wrong."""

import shutil
import time

from load import clients
from load.leveret import BrokerDied

LEFT_FREE_BYTES = 5_000_000_000  # so much stays free of the disk, whatever a case would like to write


class Stage:
    """One case that is being played. `figures` are what its line shows; each entry of `failures` fails it."""

    def __init__(self, broker, scale):
        self.broker = broker
        self.scale = scale
        self.figures = []
        self.failures = []
        self.running = []
        self.disk = None  # a small one, if the case has asked for it

    def scaled(self, count):
        return max(int(count * self.scale), 1000)

    def note(self, name, form, value):
        self.figures.append("%s %s" % (name, form % value))

    def expect(self, condition, failure):
        if not condition:
            self.failures.append(failure)
        return condition

    def begin(self, program, **options):
        """Starts a program that goes on while others run."""
        client = clients.load(program, self.broker.port, **options)
        self.running.append(client)
        return client

    def run(self, program, poll=None, **options):
        """Runs a program to its end. Its results, and the broker's CPU time in seconds meanwhile as `cpu`."""
        client = self.begin(program, **options)
        before = self.broker.cpu_seconds()

        def look(running):
            self.broker.check()
            if poll:
                poll(running)
        try:
            results = self.take(client, look)
        except clients.ClientFailed:
            time.sleep(1)
            self.broker.check()
            raise
        results["cpu"] = self.broker.cpu_seconds() - before
        return results

    def wait(self, client, poll=None):
        """The results of a program, whatever they are."""
        try:
            return client.result(poll)
        except BrokerDied:
            client.kill()
            raise

    def take(self, client, poll=None):
        """The results of a program; what it has found, and whatever was not confirmed, fails the case."""
        results = self.wait(client, poll)
        program = client.words[0]
        found = client.findings()
        self.expect(not results.get("findings"), "%s: %d findings, %s" % (program, results.get("findings", 0), "; ".join(found[:3])))
        for name in ("missing", "left", "nacked"):
            self.expect(not results.get(name), "%s: %d %s" % (program, results.get(name, 0), name))
        if "confirmed" in results:
            self.expect(results["confirmed"] == results["published"],
                        "%d of %d confirmed" % (results["confirmed"], results["published"]))
        return results

    def fill(self, name="fill", **options):
        """Fills, and notes what a message took."""
        results = self.run(options.pop("program", "fill"), **options)
        self.note(name, "%.2f us/message", results["cpu"] * 1e6 / max(results["confirmed"], 1))
        self.note("at", "%.0f/s", results["confirmed"] / results["seconds"])
        return results

    def drain(self, name="drain", **options):
        """Drains, and notes what a message took. The microseconds of CPU a message."""
        results = self.run("drain", **options)
        cpu = results["cpu"] * 1e6 / max(results["received"], 1)
        self.note(name, "%.2f us/message", cpu)
        self.note("at", "%.0f/s", results["received"] / results["seconds"])
        return cpu

    def await_disk_below(self, megabytes, seconds):
        """Waits until the data folder is no larger. (whether it is, seconds, megabytes)"""
        started = time.monotonic()
        while True:
            self.broker.check()
            size, took = self.broker.disk_megabytes(), time.monotonic() - started
            if size <= megabytes or took > seconds:
                return size <= megabytes, took, size
            time.sleep(0.5)

    def free_bytes(self):
        return shutil.disk_usage(self.broker.folder).free

    def needs_disk(self, megabytes):
        """Raises if the disk has no room for a case."""
        free = self.free_bytes()
        if free < megabytes * 1e6 + LEFT_FREE_BYTES:
            raise OSError("needs %d MB of disk and %d more that stay free, there are %d" % (
                megabytes, LEFT_FREE_BYTES / 1e6, free / 1e6))

    def end(self):
        """Ends whatever runs, and notes the broker's memory and disk."""
        for client in self.running:
            client.kill()
        if self.broker.process and self.broker.process.poll() is None:
            self.note("peak RSS", "%.0f MB", self.broker.peak_megabytes())
            self.note("disk after", "%.0f MB", self.broker.disk_megabytes())
        heaps = [used for _, used in self.broker.heaps()]
        if heaps:
            self.note("heap after a collection at most", "%d MiB", max(heaps))
