/** The part of Postman's model of collections that tests use; the package declares no types. */
declare module "postman-collection" {
  interface Entry {
    readonly key: string;
    readonly value: string;
    readonly disabled?: boolean;
  }

  interface List<Member> {
    all(): Member[];
    get(key: string): string | undefined;
  }

  export class Item {
    static isItem(value: unknown): value is Item;
    readonly request: {
      readonly method: string;
      readonly url: {
        readonly query: List<Entry>;
        readonly variables: List<Entry>;
        getPathWithQuery(): string;
      };
      readonly headers: List<Entry>;
      readonly auth?: { readonly type: string; parameters(): List<Entry> };
      readonly body?: { isEmpty(): boolean; toString(): string };
    };
  }

  export class Collection {
    constructor(collection: object);
    readonly variables: List<Entry>;
    oneDeep(idOrName: string): unknown;
  }

  export class VariableScope {
    constructor(values: readonly Entry[], layers: readonly List<Entry>[]);
    replaceIn(text: string): string;
  }
}
