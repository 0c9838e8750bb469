'use strict';
const amqp = require('amqplib');

function fibonacci(n) {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

async function main() {
  const connection = await amqp.connect(process.env.AMQP_URL);
  const channel = await connection.createChannel();
  await channel.assertQueue('rpc_queue', { durable: false });
  await channel.prefetch(1);
  await channel.consume('rpc_queue', (request) => {
    const answer = fibonacci(Number(request.content));
    const { replyTo, correlationId } = request.properties;
    channel.sendToQueue(replyTo, Buffer.from(String(answer)), { correlationId });
    channel.ack(request);
  });
  console.log('waiting');
}

main();
