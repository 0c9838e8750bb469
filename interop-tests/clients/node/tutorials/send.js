'use strict';
const amqp = require('amqplib');

async function main() {
  const connection = await amqp.connect(process.env.AMQP_URL);
  const channel = await connection.createChannel();
  await channel.assertQueue('hello', { durable: false });
  channel.sendToQueue('hello', Buffer.from('Hello World!'));
  console.log('sent Hello World!');
  await channel.close();
  await connection.close();
}

main();
