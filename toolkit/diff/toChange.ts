import { jsonPathOf, type JsonPath } from "../source/jsonPath";
import type { Change, Verdict } from "./change";
import { summaryOf } from "./summary";

/** What a change is about; `before` and `after` as they are in the surfaces. */
interface About extends Pick<Change, "operationId" | "subject"> {
  readonly place: JsonPath;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A verdict as a change. What is safe needs no fix. */
export function toChange({ fix, ...verdict }: Verdict, about: About): Change {
  const { place, before, after, ...rest } = about;
  return {
    ...rest,
    ...verdict,
    path: jsonPathOf(place),
    before: summaryOf(before),
    after: summaryOf(after),
    ...(verdict.severity !== "safe" && fix !== undefined && { fix }),
  };
}
