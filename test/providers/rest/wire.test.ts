import * as rpc from "@pulumi/pulumi/runtime/rpc";
import {
  hasUnknown,
  isSecret,
  plain,
  secret,
  signatures,
  unknownValue,
  WireAsset,
} from "../../../providers/rest/wire";

test("the marks are Pulumi's own", () => {
  expect({ ...signatures, unknownValue }).toEqual({
    key: rpc.specialSigKey,
    secret: rpc.specialSecretSig,
    asset: rpc.specialAssetSig,
    archive: rpc.specialArchiveSig,
    output: rpc.specialOutputValueSig,
    unknownValue: rpc.unknownValue,
  });
});

test("plain values have no marks, at any depth", async () => {
  const asset = { [signatures.key]: signatures.asset, hash: "ab", text: "hello" };
  const value = plain({
    list: [secret({ inner: secret(1) })],
    late: { [signatures.key]: signatures.output },
    files: { a: { source: asset } },
  });
  expect(value).toEqual({
    list: [{ inner: 1 }],
    late: unknownValue,
    files: { a: { source: expect.any(WireAsset) } },
  });
  const { files } = value as { files: { a: { source: WireAsset } } };
  expect(files.a.source.hash).toBe("ab");
  expect((await files.a.source.read()).toString()).toBe("hello");
  // What has no marks stays as it is.
  expect(plain(files.a.source)).toBe(files.a.source);
  expect(hasUnknown(value)).toBe(true);
  expect(hasUnknown(files)).toBe(false);
});

test("a secret is known as one", () => {
  expect([secret("a"), "a", null, [secret("a")]].map(isSecret)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test.each([
  [{ [signatures.key]: signatures.archive }, /not archives/],
  [{ [signatures.key]: signatures.asset, hash: "ab", uri: "https://a.test/" }, /not from https:/],
  [{ [signatures.key]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "u" }, /pass its id/],
])("%j is refused", (value, message) => {
  expect(() => plain(value)).toThrow(message);
});
