# Bunny: exchanges of all types, headers and properties, prefetch, settling, dead letters, priorities, counts, errors.
require 'bunny'
require 'timeout'

def next_of(queue)
  Timeout.timeout(20) { queue.pop }
end

# Takes this many messages from a queue, each settled by the block.
def take(queue, count)
  arrived = Thread::Queue.new
  consumer = queue.subscribe(manual_ack: true) { |*delivery| arrived << delivery }
  count.times { yield(*next_of(arrived)) }
  consumer.cancel
end

def drain(queue)
  texts = []
  while (body = queue.pop.last)
    texts << body
  end
  texts.join(', ')
end

def exchanges(channel)
  %i[direct fanout topic headers].each do |type|
    exchange = channel.exchange("ruby-basics-#{type}", type: type, auto_delete: true)
    queue = channel.queue('', exclusive: true)
    queue.bind(exchange, routing_key: 'a.*', arguments: { 'x-match' => 'all', 'size' => 3, 'kind' => 'x' })
    exchange.publish('literally', routing_key: 'a.*')
    exchange.publish('by pattern', routing_key: 'a.b')
    exchange.publish('by headers', routing_key: 'c', headers: { size: 3, kind: 'x', more: true })
    puts "#{type}: #{drain(queue)}"
  end
  source = channel.direct('ruby-basics-source', auto_delete: true)
  target = channel.fanout('ruby-basics-target', auto_delete: true).bind(source, routing_key: 'key')
  queue = channel.queue('', exclusive: true).bind(target)
  source.publish('through two', routing_key: 'key')
  puts "bound exchanges: #{drain(queue)}"
  target.unbind(source, routing_key: 'key')
end

def fields(channel)
  queue = channel.queue('', exclusive: true)
  headers = {
    'text' => 'täxt', 'small' => 5, 'negative' => -5, 'large' => 2**40, 'float' => 1.5, 'true' => true, 'false' => false, 'nil' => nil,
    'list' => [1, 'two', [3.5], nil], 'table' => { 'deep' => { 'deeper' => 'value' } }, 'time' => Time.at(1_700_000_000)
  }
  queue.publish('{}', headers: headers, content_type: 'application/json', content_encoding: 'identity', persistent: true, priority: 3,
                      correlation_id: 'c', reply_to: 'r', expiration: 60_000, message_id: 'm', timestamp: 1_700_000_000, type: 't',
                      user_id: 'guest', app_id: 'a')
  _delivery, properties, _body = queue.pop
  received = properties.to_hash
  received.delete(:headers).each { |name, value| puts "header #{name} #{value.is_a?(Time) ? value.to_i : value.inspect}" }
  received.each { |name, value| puts "#{name} #{value.is_a?(Time) ? value.to_i : value.inspect}" }
end

def settling(channel)
  dead = channel.queue('', exclusive: true).bind(channel.fanout('ruby-basics-dead', auto_delete: true))
  queue = channel.queue('ruby-basics-settling', exclusive: true, arguments: { 'x-dead-letter-exchange' => 'ruby-basics-dead' })
  %w[ack nack reject again].each { |text| queue.publish(text) }
  channel.prefetch(1)
  take(queue, 5) do |delivery, _properties, text|
    puts "#{text} redelivered #{delivery.redelivered?}"
    tag = delivery.delivery_tag
    if text == 'nack' then channel.nack(tag, false, false)
    elsif text == 'reject' then channel.reject(tag, false)
    elsif text == 'again' && !delivery.redelivered? then channel.reject(tag, true)
    else channel.ack(tag)
    end
  end
  take(dead, 2) do |delivery, properties, text|
    death = properties.headers['x-death'].first
    puts "dead #{text} #{death.values_at('count', 'exchange', 'queue', 'reason', 'routing-keys')}"
    channel.ack(delivery.delivery_tag)
  end
  short = channel.queue('', exclusive: true, arguments: { 'x-message-ttl' => 1, 'x-dead-letter-exchange' => 'ruby-basics-dead' })
  short.publish('late')
  take(dead, 1) do |delivery, properties, text|
    puts "dead #{text} #{properties.headers['x-death'].first['reason']}"
    channel.ack(delivery.delivery_tag, true)
  end
end

def counts(channel)
  queue = channel.queue('', exclusive: true, arguments: { 'x-max-priority' => 5 })
  [1, 5, 3].each { |priority| queue.publish("priority #{priority}", priority: priority) }
  puts drain(queue)
  3.times { queue.publish('x') }
  queue.pop
  puts "#{queue.message_count} messages, #{queue.consumer_count} consumers"
  queue.purge
  puts "empty after a purge: #{queue.pop.inspect}, #{queue.message_count} messages"
  puts "exists: #{channel.connection.queue_exists?('ruby-basics-nowhere')}"
end

# The broker closes the channel at each of these.
def errors(connection)
  attempts = {
    'passive queue' => ->(channel) { channel.queue('ruby-basics-nowhere', passive: true) },
    'passive exchange' => ->(channel) { channel.direct('ruby-basics-nowhere', passive: true) },
    'other arguments' => lambda do |channel|
      channel.queue('ruby-basics-twice', exclusive: true)
      channel.queue_declare('ruby-basics-twice', exclusive: true, arguments: { 'x-max-length' => 7 })
    end,
    'deletion' => ->(channel) { channel.exchange_delete('amq.direct') },
    'binding' => ->(channel) { channel.queue_bind('ruby-basics-nowhere', 'amq.direct') }
  }
  attempts.each do |what, attempt|
    attempt.call(connection.create_channel)
  rescue Bunny::ChannelLevelException => e
    puts "#{what}: #{e.class} #{e.message}"
  end
end

connection = Bunny.new(ENV['AMQP_URL'], connection_name: 'ruby-basics').start
channel = connection.create_channel
exchanges(channel)
fields(channel)
settling(channel)
counts(channel)
errors(connection)
connection.close
puts "closed #{connection.closed?}"

begin
  Bunny.new(ENV['AMQP_URL'].sub('guest:guest', 'guest:wrong'), log_level: Logger::FATAL).start
rescue Bunny::AuthenticationFailureError => e
  puts "#{e.class} #{e.message.sub(/: .*/m, '')}"
end
