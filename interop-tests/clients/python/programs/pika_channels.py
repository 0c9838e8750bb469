"""pika: transactions, recover, consumers that the broker cancels, flow, blocked callbacks, many channels, errors, closing."""
import os

import pika
from pika.exceptions import ChannelClosedByBroker, ChannelWrongStateError, ProbableAccessDeniedError, ProbableAuthenticationError

parameters = pika.URLParameters(os.environ["AMQP_URL"])
connection = pika.BlockingConnection(parameters)
connection.add_on_connection_blocked_callback(lambda connection, frame: print("blocked", frame.method.reason))
connection.add_on_connection_unblocked_callback(lambda connection, frame: print("unblocked"))
print("capabilities", {name: getattr(connection, name + "_supported") for name in (
    "basic_nack", "consumer_cancel_notify", "exchange_exchange_bindings", "publisher_confirms")})
channel = connection.channel()
channel.queue_declare("pika-channels", exclusive=True)


def ready():
    return channel.queue_declare("pika-channels", passive=True).method.message_count


# Transactions
channel.tx_select()
for number in range(3):
    channel.basic_publish("", "pika-channels", f"in a transaction {number}".encode())
print("before the commit", ready())
channel.tx_commit()
print("after the commit", ready())
channel.basic_publish("", "pika-channels", b"never")
channel.tx_rollback()
print("after the rollback", ready())
method, _, body = channel.basic_get("pika-channels")
channel.basic_ack(method.delivery_tag)
channel.tx_rollback()
channel.basic_ack(method.delivery_tag)
channel.tx_commit()
print("acknowledged in a transaction", body)

# Recover
worker = connection.channel()
for _ in range(2):
    method, _, body = worker.basic_get("pika-channels")
    print("got", body, method.redelivered, method.message_count)
worker.basic_recover(requeue=True)
for _ in range(2):
    method, _, body = worker.basic_get("pika-channels")
    print("got", body, method.redelivered, method.message_count)
worker.basic_nack(0, multiple=True, requeue=False)
print("all refused", ready())

# A consumer whose queue is deleted hears of it
consumer = connection.channel()
consumer.queue_declare("pika-channels-doomed")
consumer.add_on_cancel_callback(lambda frame: print("cancelled", frame.method.consumer_tag))
consumer.basic_consume("pika-channels-doomed", lambda *delivery: print("never"), consumer_tag="mine")
print("consumers", consumer.consumer_tags)
channel.queue_delete("pika-channels-doomed")
consumer.start_consuming()  # ends as there is no consumer any more
print("consumers", consumer.consumer_tags)

# What is on the way when a consumer is cancelled comes back
returning = connection.channel()
returning.basic_consume("pika-channels", lambda *delivery: None, consumer_tag="short")
for number in range(3):
    channel.basic_publish("", "pika-channels", b"back")
channel.tx_commit()
returning.basic_cancel("short")
returning.close()
print("back in the queue", [channel.basic_get("pika-channels", auto_ack=True)[2] for _ in range(3)])

# Many channels
many = [connection.channel() for _ in range(100)]
for number, each in enumerate(many):
    each.confirm_delivery()
    each.basic_publish("", "pika-channels", str(number).encode())
print("by many channels", ready())
print("purged", channel.queue_purge("pika-channels").method.message_count)
for each in many:
    each.close()
try:
    many[0].basic_publish("", "pika-channels", b"x")
except ChannelWrongStateError as error:
    print("closed channel:", error)


def refused(what, attempt):
    try:
        attempt(connection.channel())
        print(what, "went well")
    except ChannelClosedByBroker as error:
        print(what, error.reply_code, error.reply_text)


refused("no queue", lambda channel: channel.queue_bind("pika-channels-never", "amq.direct", "x"))
refused("get from none", lambda channel: channel.basic_get("pika-channels-never"))
refused("consume from none", lambda channel: channel.basic_consume("pika-channels-never", print))
refused("other arguments", lambda channel: channel.queue_declare(
    "pika-channels", exclusive=True, arguments={"x-max-length": 5}))
refused("unknown delivery tag", lambda channel: (channel.basic_ack(77), channel.queue_declare("pika-channels", passive=True)))
refused("publish to none", lambda channel: (channel.confirm_delivery(), channel.basic_publish("pika-channels-never", "", b"x")))
refused("bad expiration", lambda channel: (channel.confirm_delivery(), channel.basic_publish(
    "", "pika-channels", b"x", pika.BasicProperties(expiration="soon"))))
refused("another's user id", lambda channel: (channel.confirm_delivery(), channel.basic_publish(
    "", "pika-channels", b"x", pika.BasicProperties(user_id="somebody"))))
refused("confirms and transactions", lambda channel: (channel.confirm_delivery(), channel.tx_select()))
refused("commit of none", lambda channel: channel.tx_commit())
refused("reserved name", lambda channel: channel.queue_declare("amq.pika-channels"))
refused("exclusive consumers", lambda channel: (
    channel.basic_consume("pika-channels", print, exclusive=True),
    connection.channel().basic_consume("pika-channels", print)))
refused("delete used", lambda channel: channel.queue_delete("pika-channels", if_unused=True))
refused("delete with messages", lambda channel: (
    channel.queue_declare("pika-channels-full", exclusive=True), channel.basic_publish("", "pika-channels-full", b"x"),
    channel.queue_delete("pika-channels-full", if_empty=True)))
with pika.BlockingConnection(parameters) as other:
    try:
        other.channel().queue_declare("pika-channels", passive=True)
    except ChannelClosedByBroker as error:
        print("exclusive queue", error.reply_code, error.reply_text)

print("open", connection.is_open)
connection.close()
print("open", connection.is_open)


def login(**changes):
    given = pika.ConnectionParameters(parameters.host, parameters.port, **changes)
    try:
        pika.BlockingConnection(given).close()
        print("logged in")
    except (ProbableAuthenticationError, ProbableAccessDeniedError) as error:
        print(type(error).__name__, error)


login(credentials=pika.PlainCredentials("guest", "wrong"))
login(virtual_host="pika-channels-none")
login(client_properties={"connection_name": "pika-channels"})
