'use strict';
const amqp = require('amqplib');

async function main(key, text) {
  const connection = await amqp.connect(process.env.AMQP_URL);
  const channel = await connection.createChannel();
  await channel.assertExchange('topic_logs', 'topic', { durable: false });
  channel.publish('topic_logs', key, Buffer.from(text));
  console.log(`sent ${key}:${text}`);
  await channel.close();
  await connection.close();
}

main(process.argv[2], process.argv[3]);
