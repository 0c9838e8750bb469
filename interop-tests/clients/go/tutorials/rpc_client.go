package main

import (
	"context"
	"fmt"
	"log"
	"math/rand"
	"os"
	"strconv"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

func main() {
	connection, err := amqp.Dial(os.Getenv("AMQP_URL"))
	check(err)
	defer connection.Close()
	channel, err := connection.Channel()
	check(err)
	queue, err := channel.QueueDeclare("", false, false, true, false, nil)
	check(err)
	replies, err := channel.Consume(queue.Name, "", true, false, false, false, nil)
	check(err)
	rand.Seed(time.Now().UnixNano())
	id := strconv.FormatInt(rand.Int63(), 36)
	check(channel.PublishWithContext(context.Background(), "", "rpc_queue", false, false, amqp.Publishing{
		CorrelationId: id,
		ReplyTo:       queue.Name,
		Body:          []byte(os.Args[1]),
	}))
	for reply := range replies {
		if reply.CorrelationId == id {
			fmt.Printf("fib(%s) = %s\n", os.Args[1], reply.Body)
			break
		}
	}
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
