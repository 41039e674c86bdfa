import { type Browser, chromium } from "playwright-core";
import { findChromium } from "./chromium";

/**
 * Starts a browser without a window, whose profile is temporary. It reaches servers at 127.0.0.1
 * and nothing else. Whoever opens it closes it.
 */
export async function openBrowser(): Promise<Browser> {
  const { executablePath, env } = await findChromium();
  return chromium.launch({
    executablePath,
    env: { ...process.env, ...env },
    args: [
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      "--no-proxy-server",
      "--disable-quic",
    ],
  });
}
