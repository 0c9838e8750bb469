require 'bunny'
require 'securerandom'
require 'timeout'

connection = Bunny.new(ENV['AMQP_URL']).start
channel = connection.create_channel
replies = channel.queue('', exclusive: true)
id = SecureRandom.uuid
answer = Thread::Queue.new
replies.subscribe { |_delivery, properties, body| answer << body if properties.correlation_id == id }
channel.default_exchange.publish(ARGV[0], routing_key: 'rpc_queue', correlation_id: id, reply_to: replies.name)
puts "fib(#{ARGV[0]}) = #{Timeout.timeout(20) { answer.pop }}"
connection.close
