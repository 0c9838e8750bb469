require 'bunny'

key, text = ARGV
connection = Bunny.new(ENV['AMQP_URL']).start
channel = connection.create_channel
channel.direct('direct_logs').publish(text, routing_key: key)
puts "sent #{key}:#{text}"
connection.close
