require 'bunny'

$stdout.sync = true
connection = Bunny.new(ENV['AMQP_URL']).start
channel = connection.create_channel
queue = channel.queue('', exclusive: true).bind(channel.fanout('logs'))
puts 'waiting'
queue.subscribe(block: true) { |_delivery, _properties, body| puts "received #{body}" }
