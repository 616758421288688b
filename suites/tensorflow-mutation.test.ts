import { afterAll, describe, expect, test } from "vitest";
import { encodeMessage, memorySource, unpackSnappy } from "../src/bytes/index.ts";
import { attempt, HoldfastError } from "../src/diagnostics/index.ts";
import { type Checkpoint, checkpointWeights } from "../src/formats/tensorflow/checkpoint/index.ts";
import {
  bindVariables,
  chooseMetaGraph,
  openGraphDef,
  openMetaGraph,
  openSavedModel,
  openTraining,
  sniffMessage,
} from "../src/formats/tensorflow/container/index.ts";
import {
  type AttrValue,
  collectedVariables,
  type GraphDef,
  type NodeDef,
  readGraphDefText,
  tensorflowSchema,
} from "../src/formats/tensorflow/schema/index.ts";
import { floats, strings, writeBundle, writeVersion1 } from "../src/formats/tensorflow/testing/checkpoint-writer.ts";
import { fileInFolder, folderInput } from "../src/formats/tensorflow/testing/folder.ts";
import { sampleGraph, sampleMetaGraph, sampleSavedModel } from "../src/formats/tensorflow/testing/samples.ts";
import { mutations, seededRandom } from "./mutations.ts";

const count = 2000;
const seed = 20261121;
const secondsAllowed = 2;
const bytesAllowed = 768 * 2 ** 20;
/** Most that one tensor may claim, and what is read of it here. */
const mostTensorBytes = 2 ** 29;
const readBytes = 2 ** 20;

type Files = Readonly<Record<string, Uint8Array>>;

/** Runs `read` on every damaged copy: only diagnostics may leave it, soon. Gives the codes seen, and `read`. */
async function survive(
  copies: Iterable<{ readonly name: string; readonly bytes: Uint8Array }>,
  read: (bytes: Uint8Array) => unknown,
): Promise<ReadonlyMap<string, number>> {
  const seen = new Map<string, number>();
  for (const { name, bytes } of copies) {
    const start = performance.now();
    let outcome = "read";
    try {
      const found = await read(bytes);
      if (typeof found === "string") outcome = found;
    } catch (error) {
      if (!(error instanceof HoldfastError)) throw new Error(`${name} left by another error`, { cause: error });
      outcome = error.diagnostic.code;
    }
    seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
    expect((performance.now() - start) / 1000, name).toBeLessThan(secondsAllowed);
  }
  return seen;
}

/** The copy of some bytes with a few of them changed, half of the time. */
function changed(bytes: Uint8Array, random: () => number): Uint8Array {
  const copy = bytes.slice();
  if (random() < 0.5 || copy.length === 0) return copy;
  for (let change = 0; change < 1 + random() * 4; change++) {
    const value = random() < 0.5 ? [0, 1, 0x7f, 0x80, 0xff][Math.floor(random() * 5)] : random() * 256;
    copy[Math.floor(random() * copy.length)] = value ?? 0;
  }
  return copy;
}

/** Files that are damaged before their checksums are made. */
function* damagedBefore(write: (damage: (bytes: Uint8Array) => Uint8Array) => Uint8Array) {
  const random = seededRandom(seed);
  for (let i = 0; i < count; i++) yield { name: `#${i}`, bytes: write((bytes) => changed(bytes, random)) };
}

function readAttr(attr: AttrValue): void {
  const tensors = attr.kind === "tensor" ? [attr.value] : attr.kind === "list" ? attr.value.tensors : [];
  for (const tensor of tensors) {
    const result = attempt(() => tensor.read().bytes);
    if ("diagnostic" in result) continue;
    expect(result.value.size).toBeLessThanOrEqual(mostTensorBytes);
    if (result.value.size <= readBytes) attempt(() => result.value.read(0, result.value.size));
  }
}

function readNodes(nodes: readonly NodeDef[]): void {
  for (const { attrs } of nodes) for (const attr of attrs.values()) readAttr(attr);
}

function readGraph({ nodes, functions }: GraphDef): void {
  readNodes(nodes);
  for (const f of functions.values()) readNodes(f.nodes);
}

/** Reads every variable; what is wrong with the first that is, if any. */
function readVariables(checkpoint: Checkpoint): string {
  const { diagnostics } = checkpointWeights(checkpoint);
  const found = [...checkpoint.tensors.values()].map((tensor) => {
    const opened = attempt(tensor.open);
    if ("value" in opened && opened.value.size > readBytes) return undefined;
    return tensor.verify()?.code;
  });
  return [...checkpoint.diagnostics, ...diagnostics][0]?.code ?? found.find((code) => code !== undefined) ?? "read";
}

async function readTraining(input: Parameters<typeof openTraining>[0]): Promise<string> {
  const { meta, checkpoint, diagnostics } = await openTraining(input);
  if (meta !== undefined) bindVariables(meta, checkpoint);
  const [first] = diagnostics;
  if (first !== undefined) return first.code;
  return checkpoint === undefined ? "nothing" : readVariables(checkpoint);
}

const encode = (message: "GraphDef" | "MetaGraphDef", value: object): Uint8Array =>
  encodeMessage(tensorflowSchema, message, value);

const tensors: Parameters<typeof writeBundle>[1] = {
  "net/a": { dtype: "DT_FLOAT", shape: [2, 2], bytes: floats(1, 2, 3, 4) },
  "net/names": { dtype: "DT_STRING", shape: [2], ...strings("cat", "dog") },
  "net/part": {
    dtype: "DT_FLOAT",
    shape: [2, 2],
    slices: [
      {
        extents: [
          [0, 1],
          [0, -1],
        ],
        bytes: floats(5, 6),
      },
      {
        extents: [
          [1, 1],
          [0, -1],
        ],
        bytes: floats(7, 8),
      },
    ],
  },
};
const { "net/names": _, ...numeric } = tensors;

describe(`${count} damaged files end in a value or a diagnostic, soon`, () => {
  test("binary graphs", async () => {
    const files = { graph: encode("GraphDef", sampleGraph) };
    const seen = await survive(mutations(files, count, seed), (bytes) => {
      sniffMessage(memorySource(bytes));
      readGraph(openGraphDef(memorySource(bytes)));
    });
    expect([...seen.keys()]).toEqual(expect.arrayContaining(["read", "PBF-E001", "PBF-E002"]));
  });

  test("graphs in text form", async () => {
    const graph = `# a graph
      node { name: "c" op: "Const" input: ["a", '^b'] device: "/gpu:0"
        attr { key: "value" value { tensor { dtype: DT_FLOAT tensor_shape { dim { size: 2 } } float_val: 1.5e0 float_val: -inf } } }
        attr { key: "s" value { s: "\\001\\x41\\u00e9\\n" } } attr < key: "l" value { list { i: [1, -2, 0x1F] } } > }
      versions { producer: 21 } new_field { x: [ { y: 1 } ] }`;
    const seen = await survive(mutations({ graph: new TextEncoder().encode(graph) }, count, seed), (bytes) => {
      sniffMessage(memorySource(bytes));
      readGraph(readGraphDefText(memorySource(bytes)));
    });
    expect([...seen.keys()]).toEqual(expect.arrayContaining(["read", "PBF-E004"]));
  });

  test("meta graphs", async () => {
    const variables = { bytes_list: { value: [Uint8Array.of(10, 1, 97)] } };
    const files = {
      meta: encode("MetaGraphDef", { ...sampleMetaGraph, collection_def: new Map([["variables", variables]]) }),
    };
    const seen = await survive(mutations(files, count, seed), (bytes) => {
      const meta = openMetaGraph(memorySource(bytes));
      readGraph(meta.graph);
      collectedVariables(meta, "variables");
      bindVariables(meta, undefined);
    });
    expect([...seen.keys()]).toEqual(expect.arrayContaining(["read", "PBF-E001", "PBF-E002"]));
  });

  test("main files of SavedModels", async () => {
    const files = sampleSavedModel();
    const { "saved_model.pb": main = new Uint8Array(0) } = files;
    const seen = await survive(mutations({ main }, count, seed), async (bytes) => {
      const model = await openSavedModel(folderInput({ ...files, "saved_model.pb": bytes }));
      const { meta } = chooseMetaGraph(model);
      bindVariables(meta, model.checkpoint);
      return model.diagnostics[0]?.code;
    });
    expect([...seen.keys()]).toEqual(expect.arrayContaining(["read", "PBF-E001", "PBF-E002", "SVM-W001"]));
  });

  test("object graphs in checkpoints", async () => {
    const objects = encodeMessage(tensorflowSchema, "TrackableObjectGraph", {
      nodes: [
        { children: [{ node_id: 1, local_name: "layer" }] },
        { children: [{ node_id: 2, local_name: "w" }] },
        { attributes: [{ name: "VARIABLE_VALUE", checkpoint_key: "layer/w/value" }] },
      ],
    });
    const seen = await survive(mutations({ objects }, count, seed), async (bytes) => {
      const saved = { dtype: "DT_STRING", shape: [], ...strings(bytes) } as const;
      const files = {
        ...sampleSavedModel(),
        ...writeBundle("variables/variables", { _CHECKPOINTABLE_OBJECT_GRAPH: saved }),
      };
      const model = await openSavedModel(folderInput(files));
      bindVariables(chooseMetaGraph(model).meta, model.checkpoint);
    });
    expect(seen.get("read")).toBe(count);
  });

  const bundle = (damage?: (bytes: Uint8Array) => Uint8Array): Files =>
    writeBundle("m", tensors, 2, { perBlock: 3, ...(damage === undefined ? {} : { damage }) });

  test.each([
    ["indexes", "m.index", ["read", "CKP-E001", "CKP-E002"]],
    ["data files", "m.data-00000-of-00002", ["read", "CKP-E006", "CKP-E007", "CKP-E004"]],
  ])("%s of checkpoints", async (_, name, codes) => {
    const files = bundle();
    const seen = await survive(mutations({ file: files[name] as Uint8Array }, count, seed), (bytes) =>
      readTraining(folderInput({ ...files, [name]: bytes })),
    );
    expect([...seen.keys()]).toEqual(expect.arrayContaining(codes));
  });

  test("indexes whose checksums match", async () => {
    const files = bundle();
    const indexes = damagedBefore((damage) => bundle(damage)["m.index"] as Uint8Array);
    const seen = await survive(indexes, (bytes) => readTraining(folderInput({ ...files, "m.index": bytes })));
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining(["read", "CKP-E001", "CKP-E002", "CKP-E004", "CKP-E006", "CKP-E007", "PBF-E001"]),
    );
  });

  test("version 1 checkpoints, their checksums matching or not", async () => {
    const file = writeVersion1(numeric, { snappy: true });
    const plain = await survive(mutations({ file }, count, seed), (bytes) =>
      readTraining(fileInFolder({ "m.ckpt": bytes }, "m.ckpt")),
    );
    expect([...plain.keys()]).toEqual(expect.arrayContaining(["CKP-E001", "CKP-E002"]));
    const matching = damagedBefore((damage) => writeVersion1(numeric, { damage }));
    const seen = await survive(matching, (bytes) => readTraining(fileInFolder({ "m.ckpt": bytes }, "m.ckpt")));
    expect([...seen.keys()]).toEqual(expect.arrayContaining(["read", "CKP-E001", "CKP-E002", "CKP-E004", "PBF-E001"]));
  });

  test("state files", async () => {
    const state = 'model_checkpoint_path: "m"\nall_model_checkpoint_paths: "/gone/m-?????-of-00009"\n';
    const file = new TextEncoder().encode(state);
    const seen = await survive(mutations({ file }, count, seed), (bytes) =>
      readTraining(folderInput({ ...bundle(), checkpoint: bytes })),
    );
    expect([...seen.keys()]).toEqual(expect.arrayContaining(["read", "CKP-N001", "PBF-E004"]));
  });

  test("Snappy data", async () => {
    const words = new TextEncoder().encode("the same again ");
    const file = Uint8Array.from([60, (words.length - 1) << 2, ...words, (44 << 2) | 2, words.length, 0]);
    const seen = await survive(mutations({ file }, count, seed), (bytes) => {
      const result = unpackSnappy(bytes);
      if ("bytes" in result) expect(result.bytes.length).toBeLessThanOrEqual(bytes.length * 32);
      return "problem" in result ? "problem" : "read";
    });
    expect(seen.get("problem")).toBeGreaterThan(100);
    expect(seen.get("read")).toBeGreaterThan(100);
  });
});

afterAll(() => {
  expect(process.memoryUsage().rss).toBeLessThan(bytesAllowed);
});
