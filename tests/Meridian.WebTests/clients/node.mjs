// Sends messages with a client for Node, unchanged, and prints one line of JSON for each: {"id", "type", "error"}; no error means that the client counts it as delivered.
// node node.mjs segment|rudder URL WRITE_KEY TRACKS BATCH PAUSE
//   TRACKS  how many "Order Completed" follow the five messages of different types
//   PAUSE   milliseconds after every BATCH of them
import { createRequire } from "node:module";
import { gunzipSync } from "node:zlib";

const require = createRequire(import.meta.url);
const [client, url, writeKey, tracks, batch, pause] = process.argv.slice(2).map((a, i) => (i < 3 ? a : Number(a)));

const say = (id, type, error) => process.stdout.write(JSON.stringify({ id, type, error: error ? String(error.message ?? error) : null }) + "\n");

function segment() {
  const { Analytics } = require("@segment/analytics-node");
  const analytics = new Analytics({ writeKey, host: url, flushAt: batch, flushInterval: 200 });
  // A message that is given up is told of here too; its callback has said so already.
  analytics.on("error", () => {});
  return {
    send: (type, message) => analytics[type](message, (error, context) => say(context.event.messageId, type, error)),
    close: () => analytics.closeAndFlush({ timeout: 60_000 }),
  };
}

function rudder() {
  const Rudder = require("@rudderstack/rudder-sdk-node");
  const analytics = new Rudder(writeKey, { dataPlaneUrl: url, flushAt: batch, flushInterval: 200 });
  let open = 0;
  const told = new Set();
  return {
    send: (type, message) => {
      open++;
      analytics[type](message, (error, data) => {
        open--;
        // Every callback of a batch is given the whole batch, as it was sent.
        const { batch } = Buffer.isBuffer(data) ? JSON.parse(gunzipSync(data)) : (data ?? { batch: [] });
        for (const sent of batch) {
          if (!told.has(sent.messageId)) {
            told.add(sent.messageId);
            say(sent.messageId, sent.type, error);
          }
        }
        if (!data) say(null, type, error ?? "no data");
      });
    },
    close: async () => {
      await analytics.flush();
      while (open > 0) await new Promise((r) => setTimeout(r, 20));
    },
  };
}

const { send, close } = { segment, rudder }[client]();
send("identify", { userId: "user-1", traits: { email: "Ada@Example.com", phone: "+44 20 7946 0100", name: "Ada Example", address: { country: "GB" } } });
send("track", { userId: "user-1", event: "Signed Up", properties: { plan: "free" }, context: { ip: "203.0.113.7", locale: "de-DE" } });
send("page", { anonymousId: "anon-1", category: "Docs", name: "Home", properties: { url: "https://example.com/", path: "/" } });
send("group", { userId: "user-1", groupId: "account-1", traits: { name: "Initech", employees: 42 } });
send("alias", { userId: "user-1", previousId: "anon-1" });
for (let i = 0; i < tracks; i++) {
  if (pause > 0 && i > 0 && i % batch === 0) await new Promise((r) => setTimeout(r, pause));
  send("track", { userId: `user-${i % 7}`, event: "Order Completed", properties: { orderId: `o-${i}`, revenue: 12.5 + i, currency: "EUR" } });
}
await close();
// The clients keep timers and sockets open.
process.exit(0);
