'use strict';
const amqp = require('amqplib');

async function main(keys) {
  const connection = await amqp.connect(process.env.AMQP_URL);
  const channel = await connection.createChannel();
  await channel.assertExchange('topic_logs', 'topic', { durable: false });
  const { queue } = await channel.assertQueue('', { exclusive: true });
  for (const key of keys) {
    await channel.bindQueue(queue, 'topic_logs', key);
  }
  await channel.consume(queue, ({ fields, content }) => console.log(`received ${fields.routingKey}:${content}`), { noAck: true });
  console.log('waiting');
}

main(process.argv.slice(2));
