// amqplib's confirm channels: returns before their confirms, a queue that refuses, a message in the order of its confirms, drain.
'use strict';
const amqp = require('amqplib');

function published(channel, exchange, key, text, options) {
  return new Promise((resolve) => {
    channel.publish(exchange, key, Buffer.from(text), options, (error) => resolve(error ? error.message : 'confirmed'));
  });
}

async function main() {
  const connection = await amqp.connect(process.env.AMQP_URL, { clientProperties: { connection_name: 'node-confirms' } });
  const channel = await connection.createConfirmChannel();
  channel.on('return', ({ fields, content }) => {
    console.log('returned', fields.replyCode, fields.replyText, `"${fields.exchange}"`, fields.routingKey, content.toString());
  });
  const { queue } = await channel.assertQueue('node-confirms', { durable: true });
  console.log(await published(channel, '', queue, 'stays', { persistent: true }));
  console.log(await published(channel, '', 'node-confirms-nowhere', 'lost'));
  console.log(await published(channel, '', 'node-confirms-nowhere', 'comes back', { mandatory: true }));
  console.log(await published(channel, 'amq.headers', '', 'comes back too', { mandatory: true, headers: { a: 1 } }));

  const full = (await channel.assertQueue('', { exclusive: true, maxLength: 1, overflow: 'reject-publish' })).queue;
  console.log(await published(channel, '', full, 'has room'));
  console.log(await published(channel, '', full, 'has none'));

  await channel.assertExchange('node-confirms-both', 'fanout', { autoDelete: true });
  await channel.bindQueue(queue, 'node-confirms-both', '');
  await channel.bindQueue(full, 'node-confirms-both', '');
  console.log('both,', await published(channel, 'node-confirms-both', '', 'one queue has no room'));
  console.log('CC,', await published(channel, '', 'node-confirms-nowhere', 'copy', { CC: queue, BCC: [queue], mandatory: true }));

  for (let number = 0; number < 50; number++) {
    channel.publish('', queue, Buffer.from(`number ${number}`), { persistent: number % 2 === 0 });
  }
  await channel.waitForConfirms();
  const { messageCount } = await channel.checkQueue(queue);
  console.log('in the queue', messageCount);
  console.log('deleted with', (await channel.deleteQueue(queue)).messageCount);
  await channel.close();
  await connection.close();
}

setTimeout(() => { throw new Error('something did not come'); }, 50_000).unref();
main();
