// amqplib's own recovery: the connection is cut twice, and consumers and publishers go on.
'use strict';
const amqp = require('amqplib');

async function main() {
  let arrived;
  const next = () => new Promise((resolve) => { arrived = resolve; });
  let times = 0;
  let publisher;
  let consumer;

  const connection = await amqp.connect(process.env.AMQP_URL, {
    clientProperties: { connection_name: 'node-recovery' },
    recovery: {
      calculateDelay: () => 20,
      setup: async (model) => {
        publisher = await model.createConfirmChannel();
        consumer = await model.createChannel();
        await consumer.assertQueue('node-recovery', { durable: true });
        await consumer.consume('node-recovery', (message) => {
          consumer.ack(message);
          arrived(message.content.toString());
        });
        console.log('set up', ++times);
      },
    },
  });

  connection.on('error', () => console.log('lost'));
  for (let round = 1; round <= 3; round++) {
    const text = next();
    publisher.sendToQueue('node-recovery', Buffer.from(`message ${round}`), { persistent: true });
    await publisher.waitForConfirms();
    console.log('received', await text);
    await consumer.checkQueue('node-recovery'); // answered after the acknowledgement has arrived
    if (round < 3) {
      const back = new Promise((resolve) => connection.once('connect', resolve));
      console.log('(cut)');
      await back;
    }
  }
  await consumer.close();
  await publisher.deleteQueue('node-recovery');
  await connection.close();
}

setTimeout(() => { throw new Error('something did not come'); }, 50_000).unref();
main();
