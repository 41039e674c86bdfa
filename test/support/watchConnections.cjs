const { appendFileSync } = require("node:fs");
const net = require("node:net");

// Loaded into every Node process of a watched start: writes down each host that it connects to.
const { connect } = net.Socket.prototype;

net.Socket.prototype.connect = function watchedConnect(...args) {
  const [first] = args;
  const options = Array.isArray(first) ? first[0] : first;
  const isLocalSocket = typeof options === "object" && options !== null && options.path;
  if (!isLocalSocket) {
    const host = typeof options === "object" && options !== null ? options.host : args[1];
    appendFileSync(process.env.WATCHED_CONNECTIONS, `${host ?? "localhost"}\n`);
  }
  return connect.apply(this, args);
};
