/** The part of Postman's converter that is used here; the package declares no types. */
declare module "postman-collection-transformer" {
  export function convert(
    collection: object,
    options: {
      readonly inputVersion: string;
      readonly outputVersion: string;
      /** Keeps the ids of requests and folders, which are made anew otherwise. */
      readonly retainIds: boolean;
    },
    callback: (error: Error | null, collection?: unknown) => void,
  ): void;
}
