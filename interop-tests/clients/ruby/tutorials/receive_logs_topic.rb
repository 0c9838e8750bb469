require 'bunny'

$stdout.sync = true
connection = Bunny.new(ENV['AMQP_URL']).start
channel = connection.create_channel
logs = channel.topic('topic_logs')
queue = channel.queue('', exclusive: true)
ARGV.each { |key| queue.bind(logs, routing_key: key) }
puts 'waiting'
queue.subscribe(block: true) { |delivery, _properties, body| puts "received #{delivery.routing_key}:#{body}" }
