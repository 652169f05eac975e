// Prints everything that a module has told and tells, each event once: node read-events.mjs amqp://localhost trips
import amqp from 'amqplib';

const [url = 'amqp://localhost', producer = 'trips', prefix = 'hailstone'] = process.argv.slice(2);
const exchange = `${prefix}.${producer}`;
const queue = `${prefix}.reader.${producer}`;
const channel = await (await amqp.connect(url)).createChannel();
await channel.assertQueue(queue, { arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': 20,
    'x-expires': 3_600_000, 'x-single-active-consumer': true } });
await channel.bindQueue(queue, exchange, '#');
await channel.bindQueue(queue, `${exchange}.replay`, queue);
await channel.prefetch(100);

// Where we are in each lane. A real consumer keeps it with what it makes of the events.
const lanes = Array.from({ length: 8 }, (_, lane) => ({ lane, position: 0, eventId: null }));
const announce = reason => channel.publish(`${exchange}.cursor-announcements`, '',
    Buffer.from(JSON.stringify({ consumer: 'reader', reason, lanes })), { expiration: 5000 });

await channel.consume(queue, message => {
    const headers = message.properties.headers ?? {};
    const place = lanes[headers.lane];
    if (place && headers.position === place.position + 1) {
        Object.assign(place, { position: headers.position, eventId: headers['cloudEvents:id'] });
        console.log(headers['cloudEvents:type'], headers['cloudEvents:subject'], message.content.toString());
    } else if (place && headers.position > place.position) {
        announce('GAP');
    }
    channel.ack(message);
});
announce('START');
setInterval(() => announce('PULSE'), 5000);
