"""Just enough AMQP 0-9-1 to set the scene of a run and to look at the queues after it.

The load tool can declare queues too, but it cannot say afterwards that they are empty, and its bindings
have no wildcards.
"""

import socket
import struct

METHOD_FRAME, HEARTBEAT_FRAME, FRAME_END = 1, 8, 0xCE

CONNECTION_START, CONNECTION_START_OK = (10, 10), (10, 11)
CONNECTION_TUNE, CONNECTION_TUNE_OK = (10, 30), (10, 31)
CONNECTION_OPEN, CONNECTION_OPEN_OK = (10, 40), (10, 41)
CONNECTION_CLOSE, CONNECTION_CLOSE_OK = (10, 50), (10, 51)
CHANNEL_OPEN, CHANNEL_OPEN_OK, CHANNEL_CLOSE = (20, 10), (20, 11), (20, 40)
EXCHANGE_DECLARE, EXCHANGE_DECLARE_OK = (40, 10), (40, 11)
EXCHANGE_DELETE, EXCHANGE_DELETE_OK = (40, 20), (40, 21)
QUEUE_DECLARE, QUEUE_DECLARE_OK = (50, 10), (50, 11)
QUEUE_BIND, QUEUE_BIND_OK = (50, 20), (50, 21)
QUEUE_DELETE, QUEUE_DELETE_OK = (50, 40), (50, 41)


class WireError(Exception):
    """The broker closed the channel or the connection, or spoke another protocol."""


def short_string(text):
    data = text.encode()
    return struct.pack(">B", len(data)) + data


def long_string(data):
    return struct.pack(">I", len(data)) + data


EMPTY_TABLE = struct.pack(">I", 0)


class Connection:
    """One connection with one channel, for definitions only. Every call waits for its answer."""

    def __init__(self, host, port, user="guest", password="guest", vhost="/", timeout_seconds=30):
        self.socket = socket.create_connection((host, port), timeout_seconds)
        self.stream = self.socket.makefile("rb")
        self.socket.sendall(b"AMQP\x00\x00\x09\x01")
        self._expect(CONNECTION_START)
        response = b"\x00" + user.encode() + b"\x00" + password.encode()
        self._send(0, CONNECTION_START_OK,
                   EMPTY_TABLE + short_string("PLAIN") + long_string(response) + short_string("en_US"))
        tune = self._expect(CONNECTION_TUNE)
        channel_max, frame_max, _ = struct.unpack(">HIH", tune[:8])
        self._send(0, CONNECTION_TUNE_OK, struct.pack(">HIH", channel_max, frame_max, 0))
        self._send(0, CONNECTION_OPEN, short_string(vhost) + b"\x00\x00")
        self._expect(CONNECTION_OPEN_OK)
        self._call(CHANNEL_OPEN, b"\x00", CHANNEL_OPEN_OK)

    def __enter__(self):
        return self

    def __exit__(self, error_type, error, trace):
        try:
            if error is None:
                self._send(0, CONNECTION_CLOSE, struct.pack(">H", 200) + short_string("done") + b"\x00" * 4)
                self._expect(CONNECTION_CLOSE_OK)
        finally:
            self.stream.close()
            self.socket.close()

    def declare_exchange(self, name, kind, durable):
        flags = 2 if durable else 0
        self._call(EXCHANGE_DECLARE, b"\x00\x00" + short_string(name) + short_string(kind)
                   + struct.pack(">B", flags) + EMPTY_TABLE, EXCHANGE_DECLARE_OK)

    def delete_exchange(self, name):
        self._call(EXCHANGE_DELETE, b"\x00\x00" + short_string(name) + b"\x00", EXCHANGE_DELETE_OK)

    def declare_queue(self, name, durable):
        flags = 2 if durable else 0
        self._call(QUEUE_DECLARE, b"\x00\x00" + short_string(name) + struct.pack(">B", flags) + EMPTY_TABLE,
                   QUEUE_DECLARE_OK)

    def ready_count(self, name):
        """Messages ready in the queue, from a passive declare."""
        answer = self._call(QUEUE_DECLARE, b"\x00\x00" + short_string(name) + b"\x01" + EMPTY_TABLE,
                            QUEUE_DECLARE_OK)
        name_size = answer[0]
        return struct.unpack(">I", answer[1 + name_size:5 + name_size])[0]

    def bind_queue(self, queue, exchange, binding_key):
        self._call(QUEUE_BIND, b"\x00\x00" + short_string(queue) + short_string(exchange)
                   + short_string(binding_key) + b"\x00" + EMPTY_TABLE, QUEUE_BIND_OK)

    def delete_queue(self, name):
        """Deletes the queue with whatever is in it; no error if there is none."""
        self._call(QUEUE_DELETE, b"\x00\x00" + short_string(name) + b"\x00", QUEUE_DELETE_OK)

    def _call(self, method, arguments, answer):
        self._send(1, method, arguments)
        return self._expect(answer)

    def _send(self, channel, method, arguments):
        payload = struct.pack(">HH", *method) + arguments
        self.socket.sendall(struct.pack(">BHI", METHOD_FRAME, channel, len(payload)) + payload
                            + bytes([FRAME_END]))

    def _expect(self, wanted):
        while True:
            header = self._read(7)
            kind, channel, size = struct.unpack(">BHI", header)
            if header[:4] == b"AMQP":
                raise WireError("the broker answered with a protocol header: it speaks another version")
            payload = self._read(size)
            self._read(1)
            if kind == HEARTBEAT_FRAME:
                continue
            method = struct.unpack(">HH", payload[:4])
            if method == wanted:
                return payload[4:]
            if method in (CONNECTION_CLOSE, CHANNEL_CLOSE):
                code, text_size = struct.unpack(">HB", payload[4:7])
                raise WireError("%d %s" % (code, payload[7:7 + text_size].decode(errors="replace")))
            raise WireError("expected method %d.%d, got %d.%d" % (wanted + method))

    def _read(self, size):
        data = self.stream.read(size)
        if len(data) < size:
            raise WireError("the broker closed the connection")
        return data
