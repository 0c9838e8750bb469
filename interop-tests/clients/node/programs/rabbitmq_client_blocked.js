// rabbitmq-client: a publisher hears that it is blocked while the broker is short of memory, and goes on afterwards.
'use strict';
const { once } = require('node:events');
const { Connection } = require('rabbitmq-client');

async function main() {
  const rabbit = new Connection({ url: process.env.AMQP_URL, connectionName: 'node-rabbitmq-blocked' });
  await rabbit.onConnect();
  const { queue } = await rabbit.queueDeclare({ queue: 'node-rabbitmq-blocked', exclusive: true });
  const publisher = rabbit.createPublisher({ confirm: true });
  const confirms = [];
  const publishing = setInterval(() => confirms.push(publisher.send(queue, 'x')), 100);
  const blocked = once(rabbit, 'connection.blocked');
  const unblocked = once(rabbit, 'connection.unblocked');
  console.log('(alarm)');
  console.log('blocked:', (await blocked)[0]);
  clearInterval(publishing);
  console.log('(alarm over)');
  await unblocked;
  console.log('unblocked');
  await Promise.all(confirms);
  const { messageCount } = await rabbit.queueDeclare({ queue, passive: true });
  console.log('all there', messageCount === confirms.length);
  await publisher.close();
  await rabbit.close();
}

setTimeout(() => { throw new Error('something did not come'); }, 50_000).unref();
main();
