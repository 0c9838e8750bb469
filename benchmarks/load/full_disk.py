"""The case of a disk that fills up although no alarm has held the publishers back, and has space again later; several times."""

import time

from load import clients

OUTAGES = 6
LEFT_FREE_MB = 16  # before the first outage; a little more before each later one, so that other writes are hit
MORE_FREE_MB = 3
SMALL_MB, SHRUNK_SECONDS = 64, 60  # of the data folder, before the ballast is weighed
FULL_SECONDS_MAX = 60
HEALED_SECONDS_MAX = 60


def full_disk(stage):
    """The publishers go on until all is refused, or nothing is answered any more; consumers are served all the time."""
    nacked, healed = 0, []
    _take_some(stage)
    for outage in range(OUTAGES):
        stage.await_disk_below(SMALL_MB, SHRUNK_SECONDS)
        stage.disk.leave_free((LEFT_FREE_MB + outage * MORE_FREE_MB) << 20)
        unconfirmed = stage.broker.folder / ("unconfirmed-%d" % outage)
        client = stage.begin("fill", size=1024, publishers=2, window=500, nacks=1_000_000, unconfirmed=unconfirmed)
        if not stage.expect(_await_outage(stage, outage + 1), "outage %d: the disk is full, and the log does not say so" % outage):
            return
        time.sleep(2)
        stage.expect(_are_read(stage), "outage %d: nothing is delivered while the disk is full" % outage)
        if outage < OUTAGES - 1:
            filled = _heal(stage, outage, client, healed)
        else:
            filled = _restart(stage, client)
        nacked += filled["nacked"]
        stage.run("drain", publishers=2, expected=filled["confirmed"], unconfirmed=unconfirmed)
    stage.broker.kill()
    stage.broker.start()
    stage.run("drain", publishers=2, expected=0)
    stage.note("outages", "%d", OUTAGES)
    stage.note("nacks in all", "%d", nacked)
    stage.note("confirms again after", "%s s", ", ".join("%.1f" % seconds for seconds in healed))
    stage.note("lines of errors", "%d", len(_errors(stage)))


def _take_some(stage):
    """Nothing of a queue that nobody has ever taken anything of is delivered before the store has noted how far that may go."""
    stage.run("fill", size=1024, publishers=2, each=2)
    stage.run("drain", publishers=2, expected=2)


def _heal(stage, outage, client, healed):
    """Makes space, and expects that all that waited is answered. What the publishers have done."""
    client.tell_to_end()
    stage.disk.leave_free(None)
    started = time.monotonic()
    filled = stage.wait(client, lambda running: stage.broker.check())
    stage.expect(not filled["findings"], "outage %d: %s" % (outage, "; ".join(client.findings()[:3])))
    stage.expect(filled["published"] == filled["confirmed"] + filled["nacked"],
                 "outage %d: of %d messages %d were confirmed and %d refused" % (
                     outage, filled["published"], filled["confirmed"], filled["nacked"]))
    if stage.expect(_is_confirmed(stage, started), "outage %d: there is space, and nothing is confirmed after %d s" % (
            outage, HEALED_SECONDS_MAX)):
        healed.append(time.monotonic() - started)
    else:
        stage.broker.kill()
        stage.broker.start()
    return filled


def _restart(stage, client):
    """Kills the broker in the middle of the outage. What the publishers have done, who lose their connections by that."""
    stage.broker.kill()
    filled = stage.wait(client)
    stage.disk.leave_free(None)
    stage.note("started after a kill in", "%.2f s", stage.broker.start())
    return filled


def _errors(stage):
    return [line for line in stage.broker.log.read_text().splitlines() if " ERROR " in line]


def _await_outage(stage, errors):
    """Waits for the line that says so."""
    deadline = time.monotonic() + FULL_SECONDS_MAX
    while len(_errors(stage)) < errors and time.monotonic() < deadline:
        stage.broker.check()
        time.sleep(0.1)
    return len(_errors(stage)) >= errors


def _are_read(stage):
    """Whether a consumer is given something."""
    client = stage.begin("hold", prefetch=100)
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline and client.lines[-1:] != ["holding 100"] and client.process.poll() is None:
        stage.broker.check()
        time.sleep(0.1)
    read = client.lines[-1:] == ["holding 100"]
    client.tell_to_end()
    try:
        stage.wait(client)
    except clients.ClientFailed:
        return False
    return read


def _is_confirmed(stage, started):
    """Publishes again and again, until a message is confirmed."""
    while time.monotonic() - started < HEALED_SECONDS_MAX:
        stage.broker.check()
        client = stage.begin("visit", times=1)
        try:
            if stage.wait(client)["served"] == 1:
                return True
        except clients.ClientFailed:
            time.sleep(0.5)
    return False
