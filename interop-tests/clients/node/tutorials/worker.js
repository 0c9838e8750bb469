'use strict';
const amqp = require('amqplib');

async function main(slow) {
  const connection = await amqp.connect(process.env.AMQP_URL);
  const channel = await connection.createChannel();
  await channel.assertQueue('task_queue', { durable: true });
  await channel.prefetch(1);
  await channel.consume('task_queue', (message) => {
    const task = message.content.toString();
    console.log('received', task);
    if (!slow) {
      console.log('done', task);
      channel.ack(message);
    }
  });
  console.log('waiting');
}

main(process.argv.includes('slow'));
