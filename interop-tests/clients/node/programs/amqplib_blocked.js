// amqplib: a publisher hears that it is blocked while the broker is short of memory, and goes on afterwards.
'use strict';
const { once } = require('node:events');
const amqp = require('amqplib');

async function main() {
  const connection = await amqp.connect(process.env.AMQP_URL, { clientProperties: { connection_name: 'node-blocked' } });
  const channel = await connection.createConfirmChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true });
  let published = 0;
  const publishing = setInterval(() => {
    channel.sendToQueue(queue, Buffer.from('x'));
    published++;
  }, 100);
  const blocked = once(connection, 'blocked');
  const unblocked = once(connection, 'unblocked');
  console.log('(alarm)');
  console.log('blocked:', (await blocked)[0]);
  clearInterval(publishing);
  console.log('(alarm over)');
  await unblocked;
  console.log('unblocked');
  await channel.waitForConfirms();
  console.log('all there', (await channel.checkQueue(queue)).messageCount === published);
  await connection.close();
}

setTimeout(() => { throw new Error('something did not come'); }, 50_000).unref();
main();
