# Bunny's recovery: the connection is cut twice; channel, prefetch, exchange, queue, binding and consumer come back by themselves.
require 'bunny'
require 'timeout'

def next_of(queue)
  Timeout.timeout(20) { queue.pop }
end

$stdout.sync = true
back = Thread::Queue.new
connection = Bunny.new(ENV['AMQP_URL'], connection_name: 'ruby-recovery', network_recovery_interval: 0.05, log_level: Logger::FATAL,
                                        recovery_completed: -> { back << :recovered })
connection.start
channel = connection.create_channel
channel.prefetch(5)
exchange = channel.topic('ruby-recovery')
queue = channel.queue('', exclusive: true).bind(exchange, routing_key: 'number.*')
arrived = Thread::Queue.new
queue.subscribe(manual_ack: true) do |delivery, _properties, body|
  channel.ack(delivery.delivery_tag)
  arrived << body
end

3.times do |round|
  exchange.publish("message #{round}", routing_key: "number.#{round}")
  puts next_of(arrived)
  next if round == 2

  puts '(cut)'
  puts next_of(back)
end
exchange.delete
connection.close
puts 'closed'
