// amqplib's callbacks: a consumer whose queue is deleted, direct reply-to, big messages, many channels, a heartbeat.
'use strict';
const amqp = require('amqplib/callback_api');

/** Goes on with the value; an error ends the program. */
function then(next) {
  return (error, value) => {
    if (error) throw error;
    next(value);
  };
}

/** The consumer hears of it before or after the other channel has its answer. */
function cancelled(connection, next) {
  const heard = [];
  function hear(what) {
    if (heard.push(what) === 2) {
      heard.sort().forEach((each) => console.log(each));
      next();
    }
  }

  connection.createChannel(then((channel) => {
    channel.assertQueue('node-callbacks-gone', { durable: false }, then(({ queue }) => {
      channel.consume(queue, (message) => {
        hear(`consumer was given ${message}`);
        channel.close();
      }, { consumerTag: 'mine' }, then(({ consumerTag }) => {
        console.log('consumes as', consumerTag);
        connection.createChannel(then((other) => {
          other.deleteQueue(queue, {}, then(({ messageCount }) => {
            hear(`deleted with ${messageCount} messages`);
            other.close();
          }));
        }));
      }));
    }));
  }));
}

function rpc(connection, next) {
  connection.createChannel(then((server) => {
    server.assertQueue('', { exclusive: true }, then(({ queue }) => {
      server.consume(queue, ({ content, properties }) => {
        console.log('asked by', properties.replyTo.startsWith('amq.rabbitmq.reply-to.'));
        server.sendToQueue(properties.replyTo, Buffer.from(`${content} is answered`), { correlationId: properties.correlationId });
      }, { noAck: true }, then(() => {
        connection.createChannel(then((client) => {
          client.consume('amq.rabbitmq.reply-to', (reply) => {
            console.log('reply', reply.properties.correlationId, reply.content.toString());
            client.close(then(next));
          }, { noAck: true }, then(() => {
            client.sendToQueue(queue, Buffer.from('question'), { replyTo: 'amq.rabbitmq.reply-to', correlationId: '42' });
          }));
        }));
      }));
    }));
  }));
}

function bigMessages(connection, next) {
  connection.createChannel(then((channel) => {
    channel.assertQueue('', { exclusive: true }, then(({ queue }) => {
      const sizes = [0, 1, 4088, 4089, 10000, 1000000];
      const bodies = sizes.map((size) => Buffer.alloc(size, 'leveret'));
      bodies.forEach((body) => channel.sendToQueue(queue, body));
      channel.consume(queue, ({ content }) => {
        const sent = bodies.shift();
        console.log('body of', content.length, sent.equals(content) ? 'as sent' : 'altered');
        if (bodies.length === 0) channel.close(then(next));
      }, { noAck: true });
    }));
  }));
}

function manyChannels(connection, next) {
  let busy = 200;
  for (let number = busy; number > 0; number--) {
    connection.createChannel(then((channel) => {
      channel.assertQueue('', { exclusive: true }, then(({ queue }) => {
        channel.sendToQueue(queue, Buffer.from(`${number}`));
        channel.get(queue, { noAck: true }, then(({ content }) => {
          if (content.toString() !== `${number}`) throw new Error(`${number} got ${content}`);
          if (--busy === 0) {
            console.log('200 channels');
            next();
          }
        }));
      }));
    }));
  }
}

function connected(options, next) {
  amqp.connect(process.env.AMQP_URL + options, { clientProperties: { connection_name: 'node-callbacks' } }, then(next));
}

setTimeout(() => { throw new Error('something did not come'); }, 50_000).unref();
connected('', (connection) => cancelled(connection, () => rpc(connection, () => connection.close(then(() => {
  connected('?frameMax=8192&heartbeat=20&channelMax=300', (small) => bigMessages(small, () => manyChannels(small, () => {
    small.close(then(() => console.log('closed')));
  })));
})))));
