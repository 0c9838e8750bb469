require 'bunny'

COUNT = 100

def one_by_one(channel, queue)
  COUNT.times do |number|
    queue.publish(number.to_s)
    raise 'not taken' unless channel.wait_for_confirms
  end
  puts "confirmed #{COUNT} one by one"
end

def in_batches(channel, queue)
  COUNT.times.each_slice(20) do |batch|
    batch.each { |number| queue.publish(number.to_s) }
    raise 'not taken' unless channel.wait_for_confirms
  end
  puts "confirmed #{COUNT} in batches"
end

# The callback is told the tag of the last one, and whether those before it are meant as well.
def as_they_come(connection)
  channel = connection.create_channel
  queue = channel.queue('', exclusive: true)
  confirmed = Thread::Queue.new
  channel.confirm_select(->(tag, multiple, nack) { confirmed << [tag, multiple, nack] })
  outstanding = (1..COUNT).to_a
  COUNT.times { |number| queue.publish(number.to_s) }
  until outstanding.empty?
    tag, multiple, nack = confirmed.pop
    raise 'not taken' if nack

    outstanding.reject! { |each| multiple ? each <= tag : each == tag }
  end
  puts "confirmed #{COUNT} as they came"
end

connection = Bunny.new(ENV['AMQP_URL']).start
channel = connection.create_channel
channel.confirm_select
queue = channel.queue('', exclusive: true)
one_by_one(channel, queue)
in_batches(channel, queue)
as_they_come(connection)
connection.close
