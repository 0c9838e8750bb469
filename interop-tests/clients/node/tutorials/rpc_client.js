'use strict';
const { randomUUID } = require('node:crypto');
const amqp = require('amqplib');

async function main(n) {
  const connection = await amqp.connect(process.env.AMQP_URL);
  const channel = await connection.createChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true });
  const correlationId = randomUUID();
  await channel.consume(queue, async (reply) => {
    if (reply.properties.correlationId === correlationId) {
      console.log(`fib(${n}) = ${reply.content}`);
      await connection.close();
    }
  }, { noAck: true });
  channel.sendToQueue('rpc_queue', Buffer.from(n), { correlationId, replyTo: queue });
}

main(process.argv[2]);
