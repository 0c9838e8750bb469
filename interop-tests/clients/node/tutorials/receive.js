'use strict';
const amqp = require('amqplib');

async function main() {
  const connection = await amqp.connect(process.env.AMQP_URL);
  const channel = await connection.createChannel();
  await channel.assertQueue('hello', { durable: false });
  console.log('waiting');
  await channel.consume('hello', (message) => console.log('received', message.content.toString()), { noAck: true });
}

main();
