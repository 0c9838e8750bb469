'use strict';
const amqp = require('amqplib');

async function main(text) {
  const connection = await amqp.connect(process.env.AMQP_URL);
  const channel = await connection.createChannel();
  await channel.assertExchange('logs', 'fanout', { durable: false });
  channel.publish('logs', '', Buffer.from(text));
  console.log('sent', text);
  await channel.close();
  await connection.close();
}

main(process.argv[2]);
