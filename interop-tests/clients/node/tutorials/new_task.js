'use strict';
const amqp = require('amqplib');

async function main(task) {
  const connection = await amqp.connect(process.env.AMQP_URL);
  const channel = await connection.createChannel();
  await channel.assertQueue('task_queue', { durable: true });
  channel.sendToQueue('task_queue', Buffer.from(task), { persistent: true });
  console.log('sent', task);
  await channel.close();
  await connection.close();
}

main(process.argv[2]);
