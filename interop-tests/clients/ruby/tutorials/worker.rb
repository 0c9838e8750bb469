require 'bunny'

$stdout.sync = true
slow = ARGV.include?('slow')
connection = Bunny.new(ENV['AMQP_URL']).start
channel = connection.create_channel
queue = channel.queue('task_queue', durable: true)
channel.prefetch(1)
consumer = queue.subscribe(manual_ack: true) do |delivery, _properties, task|
  puts "received #{task}"
  unless slow
    puts "done #{task}"
    channel.ack(delivery.delivery_tag)
  end
end
puts 'waiting'
consumer.channel.work_pool.join
