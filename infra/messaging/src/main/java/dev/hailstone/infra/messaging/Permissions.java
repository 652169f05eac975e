package dev.hailstone.infra.messaging;

/// What a user may do in a virtual host of RabbitMQ, as `rabbitmqctl set_permissions` takes it: three regular expressions, each
/// for the names of exchanges and queues alike.
///
/// @param configure what it may declare and delete
/// @param write what it may publish to, and queues that it may bind
/// @param read queues that it may consume, and exchanges that it may bind a queue to
record Permissions(String configure, String write, String read) {}
