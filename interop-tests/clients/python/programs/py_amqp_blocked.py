"""py-amqp: a publisher hears that it is blocked while the broker is short of memory, and goes on afterwards."""
import os
import socket

import amqp

told = []


def drain(connection):
    try:
        connection.drain_events(timeout=0.1)
    except socket.timeout:
        pass


with amqp.Connection(f"{os.environ['AMQP_HOST']}:{os.environ['AMQP_PORT']}",
                     on_blocked=lambda reason: told.append("blocked: " + reason),
                     on_unblocked=lambda: told.append("unblocked")) as connection:
    channel = connection.channel()
    queue = channel.queue_declare(exclusive=True).queue
    print("(alarm)")
    published = 0
    while not told and published < 200:
        channel.basic_publish(amqp.Message("x"), routing_key=queue)
        published += 1
        drain(connection)
    print(told)
    print("(alarm over)")
    for _ in range(200):
        if len(told) < 2:
            drain(connection)
    print(told)
    print("all there", all(channel.basic_get(queue, no_ack=True) for _ in range(published)))
