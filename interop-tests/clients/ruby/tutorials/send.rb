require 'bunny'

connection = Bunny.new(ENV['AMQP_URL']).start
channel = connection.create_channel
queue = channel.queue('hello')
channel.default_exchange.publish('Hello World!', routing_key: queue.name)
puts 'sent Hello World!'
connection.close
