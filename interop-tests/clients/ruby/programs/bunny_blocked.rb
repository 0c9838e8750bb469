# Bunny: a publisher hears that it is blocked while the broker is short of memory, and goes on afterwards.
require 'bunny'
require 'timeout'

$stdout.sync = true
connection = Bunny.new(ENV['AMQP_URL'], connection_name: 'ruby-blocked').start
told = Thread::Queue.new
connection.on_blocked { |blocked| told << "blocked: #{blocked.reason}" }
connection.on_unblocked { told << 'unblocked' }
channel = connection.create_channel
channel.confirm_select
queue = channel.queue('', exclusive: true)

puts '(alarm)'
published = 0
while told.empty? && published < 200
  queue.publish('x')
  published += 1
  sleep 0.1
end
puts Timeout.timeout(20) { told.pop }
puts '(alarm over)'
puts Timeout.timeout(20) { told.pop }
puts "confirmed #{channel.wait_for_confirms}"
puts "all there #{queue.message_count == published}"
connection.close
