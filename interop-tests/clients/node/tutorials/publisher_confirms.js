'use strict';
const amqp = require('amqplib');

const COUNT = 100;

async function oneByOne(channel, queue) {
  for (let number = 0; number < COUNT; number++) {
    channel.sendToQueue(queue, Buffer.from(String(number)));
    await channel.waitForConfirms();
  }
  console.log('confirmed', COUNT, 'one by one');
}

async function inBatches(channel, queue) {
  for (let number = 1; number <= COUNT; number++) {
    channel.sendToQueue(queue, Buffer.from(String(number)));
    if (number % 20 === 0) {
      await channel.waitForConfirms();
    }
  }
  console.log('confirmed', COUNT, 'in batches');
}

function asTheyCome(channel, queue) {
  return new Promise((resolve, reject) => {
    const outstanding = new Set();
    for (let number = 0; number < COUNT; number++) {
      outstanding.add(number);
      channel.sendToQueue(queue, Buffer.from(String(number)), {}, (nacked) => {
        if (nacked) {
          reject(nacked);
          return;
        }
        outstanding.delete(number);
        if (outstanding.size === 0) {
          console.log('confirmed', COUNT, 'as they came');
          resolve();
        }
      });
    }
  });
}

async function main() {
  const connection = await amqp.connect(process.env.AMQP_URL);
  const channel = await connection.createConfirmChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true });
  await oneByOne(channel, queue);
  await inBatches(channel, queue);
  await asTheyCome(channel, queue);
  await connection.close();
}

main();
