import type { Browser } from "playwright-core";
import { openBrowser } from "./browser";
import { finallyDo } from "./localCloud/cleanUp";
import { startLocalStack, type LocalStack } from "./localStack";
import { copyProject } from "./projectCopy";

/** A deployment, and a browser to try it in. */
export interface StackInBrowser {
  readonly stack: LocalStack;
  readonly browser: Browser;
}

/** Deploys a copy of the project and starts a browser; both end when the test file is through. */
export async function openStackInBrowser(): Promise<StackInBrowser> {
  const project = copyProject();
  finallyDo(() => project.remove());
  const stack = await startLocalStack({ folder: project.folder });
  finallyDo(() => stack.stop());
  const browser = await openBrowser();
  finallyDo(() => browser.close());
  return { stack, browser };
}
