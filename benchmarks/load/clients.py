"""Runs the Java programs of src/main/java: those that fill, drain, hold and flow."""

import subprocess
import threading
from pathlib import Path

from load import jdk

BENCHMARKS = Path(__file__).resolve().parent.parent
TARGET = BENCHMARKS / "target"


class ClientFailed(Exception):
    """A program ended without a result, or found something wrong."""


def build():
    subprocess.run(["mvn", "-q", "-B", "-f", str(BENCHMARKS.parent / "pom.xml"), "-pl", "benchmarks", "-am", "package",
                    "-Dmaven.test.skip=true"], check=True)


def _number(text):
    return float(text) if "." in text else int(text)


class Client:
    """One of the programs, running. Its output goes to the list `lines` as it comes."""

    def __init__(self, main, words, heap="512m"):
        self.words = words
        self.process = subprocess.Popen(
            [jdk.java(21), "-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=4", "-cp",
             "%s:%s/*" % (TARGET / "classes", TARGET / "lib"), main, *words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def tell_to_end(self):
        if not self.process.stdin.closed:
            self.process.stdin.close()

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def result(self, poll=None):
        """Waits for the end; the numbers of the result line. `poll` is called each second meanwhile."""
        while True:
            try:
                self.process.wait(1)
                break
            except subprocess.TimeoutExpired:
                if poll:
                    poll(self)
        self.reader.join()
        results = [line for line in self.lines if line.startswith("result ")]
        if self.process.returncode != 0 or not results:
            raise ClientFailed("%s: %s" % (self.words[0], " | ".join(self.lines[-4:])[:600]))
        return {name: _number(value) for name, value in (word.split("=") for word in results[0].split()[1:])}

    def forget_before(self, count, but):
        """Drops the first lines, but not those that begin so."""
        self.lines[:max(count, 0)] = [line for line in self.lines[:max(count, 0)] if line.startswith(but)]

    def findings(self):
        return [line[len("found: "):] for line in self.lines if line.startswith("found: ")]


def load(program, port, **options):
    """Starts one of the programs of dev.leveret.benchmarks.load."""
    words = [program, "port=%d" % port] + ["%s=%s" % pair for pair in options.items()]
    return Client("dev.leveret.benchmarks.load.LoadMain", words)
