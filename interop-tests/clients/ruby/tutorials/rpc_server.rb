require 'bunny'

$stdout.sync = true

def fibonacci(number)
  number < 2 ? number : fibonacci(number - 1) + fibonacci(number - 2)
end

connection = Bunny.new(ENV['AMQP_URL']).start
channel = connection.create_channel
queue = channel.queue('rpc_queue')
channel.prefetch(1)
puts 'waiting'
queue.subscribe(manual_ack: true, block: true) do |delivery, properties, body|
  answer = fibonacci(body.to_i)
  channel.default_exchange.publish(answer.to_s, routing_key: properties.reply_to, correlation_id: properties.correlation_id)
  channel.ack(delivery.delivery_tag)
end
