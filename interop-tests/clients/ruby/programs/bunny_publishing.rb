# Bunny: confirms, returns, a queue that refuses, transactions, direct reply-to, cancelled consumers, big bodies, a heartbeat.
require 'bunny'
require 'timeout'

def next_of(queue)
  Timeout.timeout(20) { queue.pop }
end

def confirms(connection)
  channel = connection.create_channel
  channel.confirm_select
  returned = Thread::Queue.new
  exchange = channel.topic('ruby-publishing', auto_delete: true)
  exchange.on_return { |info, _properties, body| returned << "#{info.reply_code} #{info.reply_text} #{info.routing_key} #{body}" }
  queue = channel.queue('ruby-publishing', durable: true).bind(exchange, routing_key: 'known.#')
  20.times { |number| exchange.publish(number.to_s, routing_key: "known.#{number}", persistent: true) }
  exchange.publish('comes back', routing_key: 'unknown', mandatory: true)
  puts "all confirmed #{channel.wait_for_confirms}"
  puts "returned #{next_of(returned)}"
  puts "in the queue #{queue.message_count}"
  queue.delete

  full = channel.queue('', exclusive: true, arguments: { 'x-max-length' => 1, 'x-overflow' => 'reject-publish' })
  2.times { full.publish('x') }
  puts "all confirmed #{channel.wait_for_confirms}, refused #{channel.nacked_set.size}"
  channel.close
end

def transactions(connection)
  channel = connection.create_channel
  queue = channel.queue('', exclusive: true)
  channel.tx_select
  queue.publish('never')
  channel.tx_rollback
  queue.publish('committed')
  puts "before the commit #{queue.message_count}"
  channel.tx_commit
  puts "after it #{queue.pop.last}"
end

def rpc(connection)
  server = connection.create_channel
  questions = server.queue('', exclusive: true)
  questions.subscribe do |_delivery, properties, body|
    server.default_exchange.publish(body.upcase, routing_key: properties.reply_to, correlation_id: properties.correlation_id)
  end
  client = connection.create_channel
  replies = Thread::Queue.new
  consumer = Bunny::Consumer.new(client, 'amq.rabbitmq.reply-to', 'replies', true)
  consumer.on_delivery { |_delivery, properties, body| replies << "#{properties.correlation_id} #{body}" }
  client.basic_consume_with(consumer)
  %w[one two].each do |word|
    client.default_exchange.publish(word, routing_key: questions.name, reply_to: 'amq.rabbitmq.reply-to', correlation_id: word)
    puts "reply #{next_of(replies)}"
  end
end

def cancelled(connection)
  channel = connection.create_channel
  queue = channel.queue('ruby-publishing-gone')
  heard = Thread::Queue.new
  consumer = Bunny::Consumer.new(channel, queue, 'mine')
  consumer.on_cancellation { |cancel| heard << cancel.consumer_tag }
  queue.subscribe_with(consumer)
  connection.create_channel.queue_delete(queue.name)
  puts "cancelled #{next_of(heard)}"
end

def big_bodies(connection)
  channel = connection.create_channel
  queue = channel.queue('', exclusive: true)
  bodies = Thread::Queue.new
  queue.subscribe { |_delivery, _properties, body| bodies << body }
  [0, 8184, 8185, 1_000_000].each do |size|
    queue.publish('x' * size)
    puts "body of #{next_of(bodies).bytesize}"
  end
end

connection = Bunny.new(ENV['AMQP_URL'], connection_name: 'ruby-publishing').start
confirms(connection)
transactions(connection)
rpc(connection)
cancelled(connection)
connection.close

small = Bunny.new(ENV['AMQP_URL'], frame_max: 8192, heartbeat: 20).start
big_bodies(small)
channels = Array.new(100) { small.create_channel }
puts "#{channels.map { |channel| channel.queue('', exclusive: true).name }.uniq.size} queues of #{channels.size} channels"
small.close
