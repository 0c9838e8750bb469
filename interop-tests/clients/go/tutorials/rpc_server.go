package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strconv"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	connection, err := amqp.Dial(os.Getenv("AMQP_URL"))
	check(err)
	defer connection.Close()
	channel, err := connection.Channel()
	check(err)
	queue, err := channel.QueueDeclare("rpc_queue", false, false, false, false, nil)
	check(err)
	check(channel.Qos(1, 0, false))
	requests, err := channel.Consume(queue.Name, "", false, false, false, false, nil)
	check(err)
	fmt.Println("waiting")
	for request := range requests {
		n, err := strconv.Atoi(string(request.Body))
		check(err)
		check(channel.PublishWithContext(context.Background(), "", request.ReplyTo, false, false, amqp.Publishing{
			CorrelationId: request.CorrelationId,
			Body:          []byte(strconv.Itoa(fibonacci(n))),
		}))
		check(request.Ack(false))
	}
}

func fibonacci(n int) int {
	if n < 2 {
		return n
	}
	return fibonacci(n-1) + fibonacci(n-2)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
