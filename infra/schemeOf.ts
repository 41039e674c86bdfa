/** Azure answers by https only; a loopback host, which no other machine can reach, has no certificate. */
export function schemeOf(host: string): "http" | "https" {
  return /^(?:localhost|127\.0\.0\.1)(?::\d+)?$/.test(host) ? "http" : "https";
}
