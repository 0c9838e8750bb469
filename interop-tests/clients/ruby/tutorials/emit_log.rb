require 'bunny'

connection = Bunny.new(ENV['AMQP_URL']).start
channel = connection.create_channel
channel.fanout('logs').publish(ARGV[0])
puts "sent #{ARGV[0]}"
connection.close
