/** What is used here of Postman's collection format v2.1.0 (https://schema.postman.com). */

/** A name, its value and its purpose. A disabled one is shown and not sent. */
export interface Entry {
  readonly key: string;
  readonly value: string;
  readonly description?: string;
  readonly disabled?: true;
}

/** One setting of an authentication. */
export interface AuthSetting {
  readonly key: string;
  readonly value: string;
  readonly type: "string";
}

/** How a request authenticates; the settings stand under the name of the type. */
export type Auth =
  | { readonly type: "noauth" }
  | { readonly type: "apikey"; readonly apikey: readonly AuthSetting[] }
  | { readonly type: "basic"; readonly basic: readonly AuthSetting[] }
  | { readonly type: "oauth2"; readonly oauth2: readonly AuthSetting[] };

export type RequestBody =
  | { readonly mode: "raw"; readonly raw: string; readonly options: { raw: { language: "json" } } }
  | { readonly mode: "urlencoded"; readonly urlencoded: readonly Entry[] }
  | {
      readonly mode: "formdata";
      readonly formdata: readonly (Entry & { readonly type: "text" | "file" })[];
    };

/** An address, whole and in parts. */
export interface RequestUrl {
  readonly raw: string;
  readonly protocol?: string;
  readonly host: readonly string[];
  readonly port?: string;
  readonly path: readonly string[];
  readonly query?: readonly Entry[];
  /** The segments of the path that begin with a colon. */
  readonly variable?: readonly Entry[];
}

export interface PostmanRequest {
  readonly method: string;
  readonly description?: string;
  /** Absent when it is that of the collection. */
  readonly auth?: Auth;
  readonly header: readonly Entry[];
  readonly url: RequestUrl;
  readonly body?: RequestBody;
}

/** An example of a response. */
export interface SavedResponse {
  readonly id: string;
  readonly name: string;
  readonly originalRequest: PostmanRequest;
  readonly status: string;
  readonly code: number;
  readonly _postman_previewlanguage: "json" | "text";
  readonly header: readonly Entry[];
  readonly cookie: readonly never[];
  readonly body: string;
}

export interface RequestItem {
  readonly id: string;
  readonly name: string;
  readonly request: PostmanRequest;
  readonly response: readonly SavedResponse[];
}

export interface Folder {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly item: readonly RequestItem[];
}

export interface Collection {
  readonly info: {
    readonly _postman_id: string;
    readonly name: string;
    readonly description?: string;
    readonly schema: "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
  };
  readonly item: readonly (RequestItem | Folder)[];
  readonly variable?: readonly (Entry & { readonly type: "string" })[];
}
