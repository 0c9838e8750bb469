// amqp-connection-manager: the connection is cut twice; the wrapper sets its channel up again and sends what it was given meanwhile.
'use strict';
const { once } = require('node:events');
const manager = require('amqp-connection-manager');

async function main() {
  let arrived;
  let times = 0;
  const connection = manager.connect([process.env.AMQP_URL], {
    heartbeatIntervalInSeconds: 20,
    reconnectTimeInSeconds: 0.02,
    connectionOptions: { clientProperties: { connection_name: 'node-manager' } },
  });
  const channel = connection.createChannel({
    json: true,
    setup: async (fresh) => {
      await fresh.assertExchange('node-manager', 'topic', { durable: true });
      await fresh.assertQueue('node-manager', { durable: true });
      await fresh.bindQueue('node-manager', 'node-manager', 'number.*');
      await fresh.prefetch(10);
      console.log('set up', ++times);
    },
  });
  await channel.waitForConnect();
  await channel.consume('node-manager', (message) => {
    channel.ack(message);
    arrived(JSON.parse(message.content));
  });

  for (let round = 1; round <= 3; round++) {
    const received = new Promise((resolve) => { arrived = resolve; });
    console.log('sent', await channel.publish('node-manager', `number.${round}`, { round }, { persistent: true }));
    console.log('received', await received, 'still to be sent', channel.queueLength());
    console.log('left', (await channel.checkQueue('node-manager')).messageCount);
    if (round < 3) {
      const lost = once(connection, 'disconnect');
      console.log('(cut)');
      await lost;
      console.log('lost');
    }
  }
  await channel.cancelAll();
  await channel.deleteQueue('node-manager');
  await channel.deleteExchange('node-manager');
  await channel.close();
  await connection.close();
  console.log('closed');
}

setTimeout(() => { throw new Error('something did not come'); }, 50_000).unref();
main();
