// A file of its own in the package, loaded by the first call that looks at a callback address.
export { IPv6, isValid, process as parseAddress } from "ipaddr.js";
