"""PerfTest's options, each with a short run that must send and receive an exact number of messages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OptionCheck:
    """One run: what is tried, with how many messages each publishing channel, and how many it must come to."""

    options: str
    messages: int = 1000  # of one publishing channel
    publishers: int = 1  # publishing channels
    copies: int = 1  # queues that each message reaches: each consuming channel makes its own unless they are named
    confirmed: bool = False
    settled: bool = True  # the client acks, nacks or rejects each message


CHECKS = (
    OptionCheck(""),
    OptionCheck("--autoack", settled=False),
    OptionCheck("--use-millis"),
    OptionCheck("--confirm 1", messages=200, confirmed=True),
    OptionCheck("--confirm 100 --confirm-timeout 10", confirmed=True),
    OptionCheck("--qos 1", messages=500),
    OptionCheck("--qos 200"),
    OptionCheck("--global-qos 50"),
    OptionCheck("--qos 20 --global-qos 50"),
    OptionCheck("--multi-ack-every 1 --qos 50"),
    OptionCheck("--multi-ack-every 50 --qos 200"),
    OptionCheck("--ptxsize 10", messages=200),
    OptionCheck("--ctxsize 10 --qos 100", messages=200),
    OptionCheck("--ptxsize 10 --ctxsize 10 --flag persistent", messages=200),
    OptionCheck("--predeclared --queue {queue} --exchange {exchange} --routing-key {queue} --skip-binding-queues"),
    OptionCheck("--predeclared --queue {queue} --exchange amq.direct --routing-key {queue}"),
    OptionCheck("--predeclared --queue {own} --auto-delete true --exchange '' --routing-key {own}"),
    OptionCheck("--producers 50 --consumers 50", messages=20, publishers=50, copies=50),
    OptionCheck("--producers 50 --consumers 50 --queue {own}", messages=100, publishers=50),
    OptionCheck("--producers 50 --consumers 50 --queue {own} --qos 10 --confirm 10 --flag persistent", messages=50, publishers=50,
                confirmed=True),
    OptionCheck("--producers 2 --consumers 2 --producer-channel-count 5 --consumer-channel-count 5", messages=100,
                publishers=10, copies=10),
    OptionCheck("--consumers 4 --type fanout --exchange {exchange}.fanout --queue-pattern {own}.%d "
                "--queue-pattern-from 1 --queue-pattern-to 4", copies=4),
    OptionCheck("--producers 4 --consumers 4 --queue-pattern {own}.%d --queue-pattern-from 1 --queue-pattern-to 4",
                messages=500, publishers=4),
    OptionCheck("--type topic --exchange {exchange}.topic"),
    OptionCheck("--type headers --exchange {exchange}.headers --message-properties colour=grey"),
    OptionCheck("--exclusive"),
    OptionCheck("--flag persistent --confirm 100", confirmed=True),
    OptionCheck("--flag mandatory"),
    OptionCheck("--flag mandatory --flag persistent --confirm 50", confirmed=True),
    OptionCheck("--nack --requeue false"),
    OptionCheck("--polling", messages=500),
    OptionCheck("--queue-args x-queue-type=classic,x-own-argument=7"),
    OptionCheck("--message-properties priority=5,messageId=42,expiry=none,contentType=text/plain"),
    OptionCheck("--json-body --size 2000 --body-count 5 --body-field-count 50", messages=200),
    OptionCheck("--size 0"),
    OptionCheck("--size 131064", messages=100),
    OptionCheck("--size 2000000", messages=20),
    OptionCheck("--variable-size 100:1 --variable-size 20000:1 --rate 500"),
    OptionCheck("--framemax 4096 --size 10000", messages=200),
    OptionCheck("--framemax 131072 --size 10000", messages=200),
    OptionCheck("--heartbeat 1 --rate 400"),
    OptionCheck("--rate 500 --consumer-rate 600"),
    OptionCheck("--publishing-interval 1", messages=2),
    OptionCheck("--consumer-latency 100"),
    OptionCheck("--nio-threads 2 --producers 5 --consumers 5", messages=200, publishers=5, copies=5),
    OptionCheck("--disable-connection-recovery --heartbeat-sender-threads 1 --consumers-thread-pools 1"),
    OptionCheck("--tcp-no-delay true --tcp-send-buffer-size 4096 --tcp-receive-buffer-size 4096"),
    OptionCheck("--metrics-format compact --shutdown-timeout 2"),
    OptionCheck("--uris {uri},{uri} --producers 2 --consumers 2", publishers=2, copies=2),
)
