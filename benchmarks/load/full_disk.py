"""The case of a disk that fills up although no alarm has held the publishers back, and of which a part becomes free again."""

import time

from load import clients

NACKS = 2000
HEALED_SECONDS_MAX = 60


def full_disk(stage):
    unconfirmed = stage.broker.folder / "unconfirmed"
    client = stage.begin("fill", size=1024, publishers=2, window=500, seconds=60, nacks=NACKS, unconfirmed=unconfirmed)
    filled = stage.wait(client, lambda running: stage.broker.check())
    stage.note("confirmed", "%d", filled["confirmed"])
    stage.note("nacked", "%d", filled["nacked"])
    stage.expect(filled["nacked"] > 0, "the disk is full, and nothing was refused")
    stage.expect(not filled["findings"], "; ".join(client.findings()[:3]))
    stage.expect(filled["published"] == filled["confirmed"] + filled["nacked"], "some of %d heard nothing" % filled["published"])
    if stage.expect(_are_read(stage), "nothing is delivered while the disk is full"):
        stage.note("consumers go on", "%s", "while it is full")
    stage.disk.drop_ballast()
    healed = _seconds_until_confirmed(stage)
    if stage.expect(healed is not None, "there is space again, and nothing is confirmed within %d s" % HEALED_SECONDS_MAX):
        stage.note("confirms again after", "%.1f s", healed)
    else:
        stage.broker.kill()
        stage.note("started again in", "%.2f s", stage.broker.start())
    stage.run("drain", publishers=2, expected=filled["confirmed"], unconfirmed=unconfirmed)
    stage.broker.kill()
    stage.broker.start()
    stage.run("drain", publishers=2, expected=0)
    said = [line for line in stage.broker.log.read_text().splitlines() if " ERROR " in line]
    stage.note("lines of errors", "%d", len(said))


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


def _seconds_until_confirmed(stage):
    """Publishes again and again; None if that is refused for too long."""
    started = time.monotonic()
    while time.monotonic() - started < HEALED_SECONDS_MAX:
        stage.broker.check()
        client = stage.begin("visit", times=1)
        try:
            if stage.wait(client)["served"] == 1:
                return time.monotonic() - started
        except clients.ClientFailed:
            time.sleep(0.5)
    return None
