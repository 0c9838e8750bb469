require 'bunny'

task = ARGV[0]
connection = Bunny.new(ENV['AMQP_URL']).start
channel = connection.create_channel
queue = channel.queue('task_queue', durable: true)
queue.publish(task, persistent: true)
puts "sent #{task}"
connection.close
