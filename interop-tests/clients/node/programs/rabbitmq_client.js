// rabbitmq-client: consumers and publishers that set themselves up, RPC, returns, errors, and a connection that is cut.
'use strict';
const { Connection, ConsumerStatus } = require('rabbitmq-client');

/** A function to call with values, and one that waits for the next of them. */
function mailbox() {
  const values = [];
  const waiting = [];
  return {
    put: (value) => (waiting.length ? waiting.shift()(value) : values.push(value)),
    next: () => (values.length ? Promise.resolve(values.shift()) : new Promise((resolve) => waiting.push(resolve))),
  };
}

function show({ routingKey, body, contentType, redelivered }) {
  console.log(`${routingKey} ${JSON.stringify(body)} ${contentType} redelivered ${redelivered}`);
}

async function consumerAndPublisher(rabbit) {
  const seen = mailbox();
  const ready = mailbox();
  const consumer = rabbit.createConsumer({
    queue: 'node-rabbitmq-events',
    queueOptions: { durable: true, arguments: { 'x-dead-letter-exchange': 'node-rabbitmq-dead' } },
    qos: { prefetchCount: 1 },
    requeue: false,
    exchanges: [{ exchange: 'node-rabbitmq', type: 'topic', autoDelete: true }],
    queueBindings: [{ exchange: 'node-rabbitmq', routingKey: 'users.*' }],
  }, async (message) => {
    seen.put(message);
    if (message.body.times === 2 && !message.redelivered) return ConsumerStatus.REQUEUE;
    if (message.body.times === 3) throw new Error('not to be worked on');
    return ConsumerStatus.ACK;
  });
  consumer.on('error', () => {});
  consumer.on('ready', () => ready.put('ready'));
  await ready.next();

  const dead = await rabbit.queueDeclare({ queue: 'node-rabbitmq-dead', durable: true });
  await rabbit.exchangeDeclare({ exchange: 'node-rabbitmq-dead', type: 'fanout', autoDelete: true });
  await rabbit.queueBind({ queue: dead.queue, exchange: 'node-rabbitmq-dead' });

  const publisher = rabbit.createPublisher({ confirm: true, maxAttempts: 3 });
  publisher.on('basic.return', ({ replyCode, replyText, exchange, routingKey, body }) => {
    console.log('returned', replyCode, replyText, exchange, routingKey, body);
  });
  for (let times = 1; times <= 3; times++) {
    await publisher.send({ exchange: 'node-rabbitmq', routingKey: 'users.visit', durable: true }, { times });
    show(await seen.next());
    if (times === 2) show(await seen.next());
  }
  await publisher.send({ exchange: 'node-rabbitmq', routingKey: 'nowhere', mandatory: true }, 'comes back');
  await publisher.send('node-rabbitmq-nowhere', 'is lost');

  const lost = mailbox();
  rabbit.once('error', (error) => lost.put(error.name));
  console.log('(cut)');
  console.log(await lost.next(), await ready.next());
  await publisher.send({ exchange: 'node-rabbitmq', routingKey: 'users.back', durable: true }, { times: 4 });
  show({ ...await seen.next(), redelivered: false }); // the consumer that is gone may have had it first

  await publisher.close();
  await consumer.close();
  const { body, headers } = await rabbit.basicGet({ queue: dead.queue, noAck: true });
  console.log('dead', body, headers['x-death'][0].reason, headers['x-death'][0]['routing-keys']);
  console.log('deleted', await rabbit.queueDelete({ queue: 'node-rabbitmq-events' }), await rabbit.queueDelete({ queue: dead.queue }));
}

async function rpc(rabbit) {
  const ready = mailbox();
  const server = rabbit.createConsumer({ queue: 'node-rabbitmq-rpc', queueOptions: { exclusive: true } },
    async (request, reply) => reply(`${request.body} is answered`));
  server.on('ready', () => ready.put('ready'));
  await ready.next();
  const client = rabbit.createRPCClient({ confirm: true, timeout: 20_000 });
  const replies = await Promise.all(['one', 'two', 'three'].map((question) => client.send('node-rabbitmq-rpc', question)));
  console.log('replies', replies.map(({ body }) => body));
  await client.close();
  await server.close();
}

async function channels(rabbit) {
  const channel = await rabbit.acquire();
  const { queue } = await channel.queueDeclare({ exclusive: true });
  await channel.txSelect();
  await channel.basicPublish(queue, 'rolled back');
  await channel.txRollback();
  await channel.basicPublish({
    routingKey: queue,
    headers: { list: [1, { two: true }], text: 'x', number: 1.5, long: 2 ** 40, none: null, date: new Date(1700000000000) },
  }, 'committed');
  await channel.txCommit();
  const { body, headers } = await channel.basicGet({ queue, noAck: true });
  console.log('after the commit', body, JSON.stringify(headers));
  console.log('empty', await channel.basicGet({ queue, noAck: true }));
  await channel.close();
}

async function errors(rabbit) {
  const failed = (error) => console.log(error.code, error.message);
  await rabbit.queueDeclare({ queue: 'node-rabbitmq-nowhere', passive: true }).catch(failed);
  await rabbit.exchangeDelete({ exchange: 'amq.direct' }).catch(failed);
  await rabbit.exchangeDeclare({ exchange: 'amq.direct', type: 'topic', durable: true }).catch(failed);
  await rabbit.queueBind({ queue: 'node-rabbitmq-nowhere', exchange: 'amq.direct', routingKey: 'x' }).catch(failed);
  await rabbit.createPublisher({ confirm: true }).send({ exchange: 'node-rabbitmq-nowhere', routingKey: 'x' }, 'lost').catch(failed);
}

async function main() {
  const rabbit = new Connection({ url: process.env.AMQP_URL, connectionName: 'node-rabbitmq-client', retryLow: 20 });
  await rabbit.onConnect();
  await channels(rabbit);
  await rpc(rabbit);
  await errors(rabbit);
  rabbit.on('error', () => {});
  await consumerAndPublisher(rabbit);
  await rabbit.close();
  console.log('closed');

  const refused = new Connection({ url: process.env.AMQP_URL.replace('guest:guest', 'guest:wrong') });
  const said = await new Promise((resolve) => refused.once('error', resolve));
  console.log(said.code, said.message);
  await refused.close();
}

setTimeout(() => { throw new Error('something did not come'); }, 50_000).unref();
main();
