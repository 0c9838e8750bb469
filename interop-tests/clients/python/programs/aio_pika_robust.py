"""aio-pika's robust connection: queues, bindings, prefetch and consumers are restored after the connections are cut."""
import asyncio
import os

import aio_pika

NAME = "aio-pika-robust"


async def main():
    connection = await aio_pika.connect_robust(os.environ["AMQP_URL"] + "?reconnect_interval=0.1")
    reconnected = asyncio.Event()
    connection.reconnect_callbacks.add(lambda connection: reconnected.set())
    channel = await connection.channel()
    await channel.set_qos(prefetch_count=1)
    await channel.queue_delete(NAME)
    exchange = await channel.declare_exchange(NAME, aio_pika.ExchangeType.DIRECT, auto_delete=True)
    queue = await channel.declare_queue(NAME, durable=True)
    await queue.bind(exchange, "key")

    deliveries = asyncio.Queue()
    tag = await queue.consume(deliveries.put)
    await exchange.publish(aio_pika.Message(b"0", delivery_mode=2), "key")
    unfinished = await next_of(deliveries)
    print("before", unfinished.body, unfinished.redelivered)

    for cut in range(2):
        print("(cut)")
        await asyncio.wait_for(reconnected.wait(), 20)
        reconnected.clear()
        again = await next_of(deliveries)
        print("after the cut", again.body, again.redelivered)
        if cut == 0:
            continue
        await again.ack()
        await exchange.publish(aio_pika.Message(b"1", delivery_mode=2), "key")
        other = await next_of(deliveries)
        print("then", other.body)
        await other.ack()
        await exchange.publish(aio_pika.Message(b"by the old exchange"), "key")
        message = await next_of(deliveries)
        print(message.body, message.redelivered, message.exchange)
        await message.ack()

    await queue.cancel(tag)
    print("left", (await queue.delete()).message_count)
    await connection.close()


async def next_of(deliveries):
    return await asyncio.wait_for(deliveries.get(), 20)


asyncio.run(asyncio.wait_for(main(), 50))
