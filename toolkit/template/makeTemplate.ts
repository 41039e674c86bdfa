import type { AppSettings } from "./app/appSettings";
import type { Format } from "../source/format";
import { parseDefinition, printDefinition } from "./text/definitionText";
import type { FunctionApp } from "./app/functionApp";
import type { JsonObject } from "../document/json";
import { mergeInto } from "./mergeInto";
import { openApp } from "./app/openApp";
import { readFunctionApp } from "./app/readFunctionApp";
import { withCleanup } from "./app/withCleanup";
import { type TemplateReport, templateReport } from "./report";
import { template } from "./skeleton";
import { templateOperations } from "./operations/templateOperations";
import { requireHost, PLACEHOLDER_HOST, type Scheme } from "../document/host";

/** What a template is made of. */
export interface TemplateRequest {
  /** An app's folder, or its zip. */
  readonly appPath: string;
  /** Beside those of the app's local.settings.json. */
  readonly settings: AppSettings;
  /** How long the app's code may take to load. */
  readonly timeoutMs: number;
  /** The definition to add to, by its name and text; a new one is made without it. */
  readonly into?: { readonly name: string; readonly text: string } | undefined;
  /** Of a new definition. @default "json" */
  readonly format?: Format | undefined;
  /** Without it, a placeholder, or the host of the definition that is added to. */
  readonly host?: string | undefined;
  /** Of a new definition. @default "https" */
  readonly scheme?: Scheme | undefined;
  /** Gets what the user should know about how the app was read, one sentence at a time. */
  readonly note: (sentence: string) => void;
}

/** A definition as a text, and how it came about. */
export interface MadeTemplate {
  readonly text: string;
  readonly definition: JsonObject;
  readonly report: TemplateReport;
}

/**
 * Makes the definition of an app's HTTP triggers, or adds them to one.
 *
 * @throws Error when the definition or the app cannot be read, or the app serves nothing over HTTP.
 */
export async function makeTemplate(request: TemplateRequest): Promise<MadeTemplate> {
  const { into, host, scheme = "https" } = request;
  requireHost({ host: host ?? PLACEHOLDER_HOST, scheme });
  const source = into && parseDefinition(into.text, into.name);
  const app = await readApp(request);
  const { operations, omissions } = templateOperations(app.triggers);
  if (source === undefined) {
    const { definition, plan } = template(operations, { host: host ?? PLACEHOLDER_HOST, scheme });
    const text = printDefinition(definition, request.format ?? "json");
    return { text, definition, report: templateReport(app, plan, omissions) };
  }
  const merge = mergeInto(source, operations, host);
  const { text, definition } = merge.source;
  const mark = into?.text.startsWith("\uFEFF") === true ? "\uFEFF" : "";
  return { text: mark + text, definition, report: templateReport(app, merge.plan, omissions) };
}

async function readApp({ appPath, ...options }: TemplateRequest): Promise<FunctionApp> {
  const { folder, close } = openApp(appPath);
  return withCleanup(close, async () => readFunctionApp(folder, options));
}
