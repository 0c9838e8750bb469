"""aio-pika: a topic exchange, confirms, returns, the queue iterator, headers, get, dead letters, transactions, errors."""
import asyncio
import datetime
import os

import aio_pika
from aio_pika.exceptions import ChannelClosed, DeliveryError, PublishError, QueueEmpty

NAME = "aio-pika-topics"


async def main():
    connection = await aio_pika.connect(os.environ["AMQP_URL"])
    async with connection:
        channel = await connection.channel(on_return_raises=True)
        await channel.set_qos(prefetch_count=5)
        topics = await channel.declare_exchange(NAME, aio_pika.ExchangeType.TOPIC, auto_delete=True)
        dead = await channel.declare_exchange(NAME + "-dead", aio_pika.ExchangeType.FANOUT, auto_delete=True)
        queue = await channel.declare_queue(NAME, exclusive=True, arguments={"x-dead-letter-exchange": NAME + "-dead"})
        morgue = await channel.declare_queue(NAME + "-morgue", exclusive=True)
        await queue.bind(topics, "stock.*.nyse")
        await morgue.bind(dead)
        print("declared", queue.declaration_result.message_count, queue.declaration_result.consumer_count)

        # Many publishes at once, each waiting for its confirm
        confirms = await asyncio.gather(*(topics.publish(aio_pika.Message(
            str(number).encode(), headers={"number": number, "price": 1.5, "tags": ["a", True, None], "raw": {"deep": bytearray(b"bytes")}},
            content_type="text/plain", message_id=str(number), delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
            timestamp=datetime.datetime(2024, 2, 29, 12, 0, 0)), f"stock.{number}.nyse") for number in range(20)))
        print("confirms", {type(confirm).__name__ for confirm in confirms})
        try:
            await topics.publish(aio_pika.Message(b"lost"), "stock.nowhere")
        except PublishError as error:
            print("returned", error)

        # The iterator takes as much as the prefetch allows; one is rejected, one requeued
        taken = []
        async with queue.iterator() as messages:
            async for message in messages:
                number = message.headers["number"]
                if number == 3 and not message.redelivered:
                    await message.reject(requeue=True)
                    continue
                if number == 4:
                    await message.reject()
                else:
                    await message.ack()
                taken.append((number, message.redelivered))
                if len(taken) == 20:
                    break
        print("taken", sorted(taken))
        print(dict(message.headers.items()), message.content_type, message.delivery_mode, message.timestamp, message.exchange)

        letter = await asyncio.wait_for(first(morgue), 20)
        death = letter.headers["x-death"][0]
        print("dead", letter.body, letter.routing_key, {name: value for name, value in death.items() if name != "time"})
        print("time of death is a time", isinstance(death["time"], datetime.datetime))

        # get, and the context that acknowledges
        await channel.default_exchange.publish(aio_pika.Message(b"one"), NAME)
        message = await queue.get()
        async with message.process():
            print("got", message.body, message.message_count)
        print("empty", await queue.get(fail=False))
        try:
            await queue.get()
        except QueueEmpty:
            print("no more")

        # A message whose time is over, and one that a full queue refuses
        short = await channel.declare_queue(NAME + "-short", exclusive=True, arguments={
            "x-max-length": 1, "x-overflow": "reject-publish", "x-dead-letter-exchange": NAME + "-dead"})
        await channel.default_exchange.publish(aio_pika.Message(b"short-lived", expiration=0.05), short.name)
        letter = await asyncio.wait_for(first(morgue), 20)
        print("dead", letter.body, letter.headers["x-death"][0]["reason"], letter.headers["x-death"][0]["original-expiration"])
        await channel.default_exchange.publish(aio_pika.Message(b"fits"), short.name)
        try:
            await channel.default_exchange.publish(aio_pika.Message(b"does not"), short.name)
        except DeliveryError as error:
            print("refused", type(error).__name__, type(error.frame).__name__)
        print("purged", (await short.purge()).message_count, "deleted", (await short.delete()).message_count)

        async with connection.channel(publisher_confirms=False) as other:
            async with other.transaction():
                for number in range(3):
                    await other.default_exchange.publish(aio_pika.Message(b"together"), NAME)
            try:
                async with other.transaction():
                    await other.default_exchange.publish(aio_pika.Message(b"never"), NAME)
                    raise ValueError("rolls back")
            except ValueError:
                pass
            print("by transactions", (await other.declare_queue(NAME, passive=True)).declaration_result.message_count)

        for what, attempt in (
                ("no queue", lambda channel: channel.declare_queue(NAME + "-never", passive=True)),
                ("another type", lambda channel: channel.declare_exchange(NAME, "fanout", auto_delete=True)),
                ("another argument", lambda channel: channel.declare_queue(NAME, exclusive=True, arguments={"x-expires": 5000}))):
            try:
                await attempt(await connection.channel())
            except ChannelClosed as error:
                print(what, type(error).__name__, error)


async def first(queue):
    async with queue.iterator(no_ack=True) as messages:
        async for message in messages:
            return message


asyncio.run(asyncio.wait_for(main(), 50))
