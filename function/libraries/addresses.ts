// A file of its own in the package, loaded by the first call that looks at a callback address.
// The whole object: some of its functions call others by `this`.
export { default as ipaddr } from "ipaddr.js";
