// amqplib's promises: all types of exchanges, headers of every type, prefetch, ack, nack, reject, get, dead letters, errors.
'use strict';
const amqp = require('amqplib');

/** Takes so many messages, settles each by what the function answers for it, and stops consuming. */
async function consume(channel, queue, count, settle) {
  let done;
  const all = new Promise((resolve) => { done = resolve; });
  const { consumerTag } = await channel.consume(queue, (message) => {
    settle(message);
    if (--count === 0) done();
  });
  await all;
  await channel.cancel(consumerTag);
}

async function exchanges(channel) {
  for (const type of ['direct', 'fanout', 'topic', 'headers']) {
    const { exchange } = await channel.assertExchange(`node-promises-${type}`, type, { autoDelete: true });
    const { queue } = await channel.assertQueue('', { exclusive: true });
    await channel.bindQueue(queue, exchange, 'a.*', { 'x-match': 'all', size: 3, kind: 'x' });
    channel.publish(exchange, 'a.*', Buffer.from('literally'));
    channel.publish(exchange, 'a.b', Buffer.from('by pattern'));
    channel.publish(exchange, 'c', Buffer.from('by headers'), { headers: { size: 3, kind: 'x', more: true } });
    const seen = [];
    for (let got = await channel.get(queue, { noAck: true }); got; got = await channel.get(queue, { noAck: true })) {
      seen.push(got.content.toString());
    }
    console.log(type, seen.join(', '));
    await channel.deleteQueue(queue);
  }
}

async function fields(channel) {
  const { queue } = await channel.assertQueue('', { exclusive: true });
  const headers = {
    text: 'täxt', byte: 100, negative: -100, short: 30000, int: 2000000000, long: 2 ** 40, double: 1.5, yes: true, no: false, none: null,
    list: [1, 'two', [3], null], table: { deep: { deeper: 'value' } }, bytes: Buffer.from([0, 255]),
    typed: { '!': 'timestamp', value: 1700000000 }, decimal: { '!': 'decimal', value: { digits: 314, places: 2 } },
    float: { '!': 'float', value: 0.25 }, int16: { '!': 'int16', value: -3 }, int64: { '!': 'int64', value: 5 },
  };
  channel.sendToQueue(queue, Buffer.from('{}'), {
    headers, contentType: 'application/json', contentEncoding: 'identity', persistent: true, priority: 3, correlationId: 'c',
    replyTo: 'r', expiration: '60000', messageId: 'm', timestamp: 1700000000, type: 't', userId: 'guest', appId: 'a',
  });
  const { properties } = await channel.get(queue, { noAck: true });
  for (const name of Object.keys(properties).filter((name) => name !== 'headers')) {
    console.log(name, properties[name]);
  }
  for (const name of Object.keys(headers)) {
    console.log('header', name, JSON.stringify(properties.headers[name]));
  }
}

async function settling(channel) {
  await channel.assertExchange('node-promises-dead', 'fanout', { autoDelete: true });
  const dead = (await channel.assertQueue('', { exclusive: true })).queue;
  await channel.bindQueue(dead, 'node-promises-dead', '');
  const { queue } = await channel.assertQueue('node-promises-settling', { exclusive: true, deadLetterExchange: 'node-promises-dead' });
  for (const text of ['ack', 'nack', 'reject', 'again']) {
    channel.sendToQueue(queue, Buffer.from(text));
  }
  await channel.prefetch(1);
  await consume(channel, queue, 5, (message) => {
    const text = message.content.toString();
    console.log('consumed', text, message.fields.deliveryTag, message.fields.redelivered);
    if (text === 'nack') channel.nack(message, false, false);
    else if (text === 'reject') channel.reject(message, false);
    else if (text === 'again' && !message.fields.redelivered) channel.nack(message);
    else channel.ack(message);
  });
  await consume(channel, dead, 2, (message) => {
    const { count, exchange, queue, reason, 'routing-keys': keys } = message.properties.headers['x-death'][0];
    console.log('dead', message.content.toString(), JSON.stringify({ count, exchange, queue, reason, keys }));
    channel.ack(message);
  });

  await channel.prefetch(0);
  const short = (await channel.assertQueue('', { exclusive: true, messageTtl: 1, deadLetterExchange: '', deadLetterRoutingKey: dead })).queue;
  channel.sendToQueue(short, Buffer.from('late'));
  await consume(channel, dead, 1, (message) => {
    console.log('dead', message.content.toString(), message.properties.headers['x-death'][0].reason);
    channel.ackAll();
  });
}

async function counts(channel) {
  await channel.assertExchange('node-promises-source', 'direct', { autoDelete: true });
  await channel.assertExchange('node-promises-target', 'fanout', { autoDelete: true });
  await channel.bindExchange('node-promises-target', 'node-promises-source', 'key');
  const { queue } = await channel.assertQueue('node-promises-counts', { exclusive: true, maxPriority: 5 });
  await channel.bindQueue(queue, 'node-promises-target', '');
  for (const priority of [1, 5, 3]) {
    channel.publish('node-promises-source', 'key', Buffer.from(`priority ${priority}`), { priority });
  }
  console.log('first', (await channel.get(queue)).content.toString());
  console.log('checked', JSON.stringify(await channel.checkQueue(queue)));
  await channel.recover();
  console.log('redelivered', (await channel.get(queue, { noAck: true })).fields.redelivered);
  console.log('purged', JSON.stringify(await channel.purgeQueue(queue)));
  await channel.unbindExchange('node-promises-target', 'node-promises-source', 'key');
  console.log('deleted', JSON.stringify(await channel.deleteQueue(queue)));
}

async function error(connection, attempt) {
  const channel = await connection.createChannel();
  const closed = new Promise((resolve) => channel.on('error', resolve));
  attempt(channel).catch(() => {});
  const { code, message } = await closed;
  console.log(code, message);
}

async function errors(connection) {
  await error(connection, (channel) => channel.checkQueue('node-promises-nowhere'));
  await error(connection, (channel) => channel.checkExchange('node-promises-nowhere'));
  await error(connection, async (channel) => {
    await channel.assertQueue('node-promises-twice', { exclusive: true });
    await channel.assertQueue('node-promises-twice', { exclusive: true, durable: false, messageTtl: 5 });
  });
  await error(connection, (channel) => channel.assertExchange('amq.ours', 'fanout'));
  await error(connection, (channel) => channel.assertExchange('amq.direct', 'fanout'));
  await error(connection, (channel) => channel.deleteExchange('amq.direct'));
  await error(connection, async (channel) => channel.publish('node-promises-nowhere', 'key', Buffer.from('lost')));
  await error(connection, async (channel) => channel.ack({ fields: { deliveryTag: 7 } }));
  await error(connection, (channel) => channel.assertQueue('node-promises-never', { messageTtl: -1 }));
  await error(connection, async (channel) => {
    await channel.consume('node-promises-twice', () => {}, { exclusive: true });
    await channel.consume('node-promises-twice', () => {});
  });
}

async function main() {
  const connection = await amqp.connect(process.env.AMQP_URL, { clientProperties: { connection_name: 'node-promises' } });
  const channel = await connection.createChannel();
  await exchanges(channel);
  await fields(channel);
  await settling(channel);
  await counts(channel);
  await channel.close();
  await errors(connection);
  await connection.close();
  console.log('closed');

  const failing = await amqp.connect(process.env.AMQP_URL);
  const strange = await failing.createChannel();
  const ended = new Promise((resolve) => {
    failing.on('error', (error) => resolve(['connection', error]));
    strange.on('error', (error) => resolve(['channel', error]));
  });
  strange.assertExchange('node-promises-strange', 'strange').catch(() => {});
  const [what, { code, message }] = await ended;
  console.log(what, code, message);
  if (what === 'channel') await failing.close();
  await amqp.connect(process.env.AMQP_URL.replace('guest:guest', 'guest:wrong')).catch((refused) => console.log(refused.message));
  await amqp.connect(process.env.AMQP_URL.replace('%2f', 'nowhere')).catch((refused) => console.log(refused.message));
}

setTimeout(() => { throw new Error('something did not come'); }, 50_000).unref();
main();
