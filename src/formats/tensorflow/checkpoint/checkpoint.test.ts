import { describe, expect, test } from "vitest";
import { HoldfastError } from "../../../diagnostics/index.ts";
import { decodeStrings } from "../../../numerics/index.ts";
import { floats, strings, writeBundle, writeVersion1 } from "../testing/checkpoint-writer.ts";
import { fileInFolder, folderInput } from "../testing/folder.ts";
import { type Checkpoint, locateCheckpoint, openCheckpoint, sniffCheckpoint, weightsOnlyModel } from "./index.ts";

type Files = Readonly<Record<string, Uint8Array>>;

const numbers = (checkpoint: Checkpoint, name: string): number[] => {
  const bytes = checkpoint.tensors.get(name)?.open();
  const copy = bytes?.read(0, bytes.size).slice() ?? new Uint8Array(0);
  return [...new Float32Array(copy.buffer)];
};

async function openFolder(files: Files): Promise<Checkpoint> {
  const input = folderInput(files);
  return openCheckpoint(await locateCheckpoint(input), (path) => input.sibling(path));
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "none";
  } catch (error) {
    if (error instanceof HoldfastError) return error.diagnostic.code;
    throw error;
  }
}

const two: Parameters<typeof writeBundle>[1] = {
  "net/conv/bias": { dtype: "DT_FLOAT", shape: [2], bytes: floats(5, 6) },
  "net/conv/kernel": { dtype: "DT_FLOAT", shape: [2, 2], bytes: floats(1, 2, 3, 4) },
};

describe("a version 2 checkpoint", () => {
  test("lists its variables and gives their bytes", async () => {
    const checkpoint = await openFolder(writeBundle("m.ckpt-7", two));
    expect([checkpoint.version, checkpoint.prefix, checkpoint.diagnostics]).toEqual([2, "m.ckpt-7", []]);
    expect([...checkpoint.tensors.values()].map((t) => [t.name, t.type.dtype, t.shape, t.byteLength])).toEqual([
      ["net/conv/bias", "float32", [2], 8],
      ["net/conv/kernel", "float32", [2, 2], 16],
    ]);
    expect(numbers(checkpoint, "net/conv/kernel")).toEqual([1, 2, 3, 4]);
    expect(numbers(checkpoint, "net/conv/bias")).toEqual([5, 6]);
  });

  test("may be packed by Snappy, in many blocks, in several data files", async () => {
    const tensors = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [
        `layer_${String(i).padStart(2, "0")}/weights`,
        { dtype: "DT_FLOAT" as const, shape: [1], bytes: floats(i), shard: i % 3 },
      ]),
    );
    const checkpoint = await openFolder(writeBundle("m", tensors, 3, { snappy: true, perBlock: 7 }));
    expect([...checkpoint.tensors.keys()]).toEqual(Object.keys(tensors));
    expect(numbers(checkpoint, "layer_31/weights")).toEqual([31]);
    expect(checkpoint.tensors.get("layer_31/weights")?.files).toEqual(["m.data-00001-of-00003"]);
  });

  test("puts partitioned variables together along any axes", async () => {
    const slices = [
      {
        extents: [
          [0, 1],
          [0, -1],
        ],
        bytes: floats(1, 2, 3),
      },
      {
        extents: [
          [1, 1],
          [0, 2],
        ],
        bytes: floats(4, 5),
      },
      {
        extents: [
          [1, 1],
          [2, 1],
        ],
        bytes: floats(6),
      },
    ] as const;
    const checkpoint = await openFolder(writeBundle("m", { part: { dtype: "DT_FLOAT", shape: [2, 3], slices } }));
    expect(numbers(checkpoint, "part")).toEqual([1, 2, 3, 4, 5, 6]);
    expect(checkpoint.tensors.get("part")?.slices).toHaveLength(3);
    const broken = { dtype: "DT_FLOAT", shape: [2, 3], slices: slices.slice(0, 2) } as const;
    const incomplete = await openFolder(writeBundle("m", { part: broken }));
    expect(incomplete.tensors.get("part")?.verify()?.explain).toContain("hold 5 elements, the variable has 6");
    const twice = {
      ...broken,
      slices: [
        slices[0],
        slices[1],
        {
          ...slices[2],
          extents: [
            [1, 1],
            [1, 1],
          ],
        },
      ],
    } as const;
    const overlapping = await openFolder(writeBundle("m", { part: twice }));
    expect(overlapping.tensors.get("part")?.verify()?.explain).toContain("the same elements");
  });

  test("holds strings with a checksum of their own", async () => {
    const saved = { dtype: "DT_STRING", shape: [3], ...strings("A", "", "é") } as const;
    const tensor = (await openFolder(writeBundle("m", { s: saved }))).tensors.get("s");
    const bytes = tensor?.open();
    const found = decodeStrings(bytes?.read(0, bytes.size) ?? new Uint8Array(0));
    expect(found?.map((s) => new TextDecoder().decode(s))).toEqual(["A", "", "é"]);
    const codes: (string | undefined)[] = [];
    for (const at of saved.bytes.keys()) {
      const bytes = saved.bytes.slice();
      bytes[at] = (bytes[at] as number) ^ 4;
      codes.push((await openFolder(writeBundle("m", { s: { ...saved, bytes } }))).tensors.get("s")?.verify()?.code);
    }
    expect([...new Set(codes)].sort()).toEqual(["CKP-E004", "CKP-E007"]);
  });

  test("names what a missing or short data file holds", async () => {
    const files = writeBundle("m", two);
    const { "m.data-00000-of-00001": data = new Uint8Array(0), ...index } = files;
    const missing = await openFolder(index);
    expect(missing.diagnostics.map(({ code, evidence }) => [code, evidence])).toEqual([
      ["CKP-E005", { shard: "m.data-00000-of-00001", count: 2, variables: Object.keys(two) }],
    ]);
    expect(missing.tensors.get("net/conv/bias")?.verify()?.code).toBe("CKP-E005");
    const short = await openFolder({ ...index, "m.data-00000-of-00001": data.slice(0, 20) });
    expect(short.diagnostics.map(({ code, evidence }) => [code, evidence])).toEqual([
      ["CKP-E006", { shard: "m.data-00000-of-00001", count: 1, variables: ["net/conv/kernel"], size: 20, needed: 24 }],
    ]);
    expect(numbers(short, "net/conv/bias")).toEqual([5, 6]);
  });

  test("names the variable whose bytes were changed", async () => {
    const files = writeBundle("m", two);
    const data = files["m.data-00000-of-00001"] as Uint8Array;
    data[9] = (data[9] as number) ^ 1;
    const checkpoint = await openFolder(files);
    expect(checkpoint.diagnostics).toEqual([]);
    expect(checkpoint.tensors.get("net/conv/bias")?.verify()).toBeUndefined();
    expect(checkpoint.tensors.get("net/conv/kernel")?.verify()).toMatchObject({
      code: "CKP-E007",
      evidence: { variable: "net/conv/kernel", length: 16 },
    });
  });

  test("whose index was changed is refused by its checksum", async () => {
    const files = writeBundle("m", two);
    const index = files["m.index"] as Uint8Array;
    index[12] = (index[12] as number) ^ 1;
    expect(await codeOf(openFolder(files))).toBe("CKP-E002");
    expect(await codeOf(openFolder({ ...files, "m.index": index.slice(0, -1) }))).toBe("CKP-E001");
  });

  test("with keys out of order is refused, so that no block is read twice", async () => {
    const damage = (block: Uint8Array): Uint8Array => {
      const at = block.indexOf("k".charCodeAt(0));
      if (at > 0) block[at] = 0;
      return block;
    };
    expect(await codeOf(openFolder(writeBundle("m", two, 1, { damage })))).toBe("CKP-E001");
  });
});

describe("a version 1 checkpoint", () => {
  const whole = { a: { dtype: "DT_FLOAT", shape: [3], bytes: floats(1, 2, 3) } } as const;

  test("lists its variables and gives their bytes", async () => {
    const files = { "model.ckpt": writeVersion1(whole), checkpoint: state("model.ckpt") };
    const checkpoint = await openFolder(files);
    expect([checkpoint.version, [...checkpoint.tensors.keys()]]).toEqual([1, ["a"]]);
    expect(numbers(checkpoint, "a")).toEqual([1, 2, 3]);
    expect(checkpoint.tensors.get("a")?.slices).toEqual([]);
  });

  test("may lie in several files that the state file names by a pattern", async () => {
    const slices = [{ extents: [[0, 1]], bytes: floats(7) }] as const;
    const others = [{ extents: [[1, 2]], bytes: floats(8, 9) }] as const;
    const checkpoint = await openFolder({
      checkpoint: state("m-?????-of-00002"),
      "m-00000-of-00002": writeVersion1({ a: { dtype: "DT_FLOAT", shape: [3], slices } }),
      "m-00001-of-00002": writeVersion1({ a: { dtype: "DT_FLOAT", shape: [3], slices: others } }),
    });
    expect(numbers(checkpoint, "a")).toEqual([7, 8, 9]);
  });
});

function state(path: string, ...others: readonly string[]): Uint8Array {
  const lines = [path, ...others].map(
    (p, i) => `${i === 0 ? "" : "all_"}model_checkpoint_path${i === 0 ? "" : "s"}: ${JSON.stringify(p)}`,
  );
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}

describe("finding a checkpoint", () => {
  const files: Record<string, Uint8Array> = {
    ...writeBundle("m-1", two),
    ...writeBundle("m-20", two),
    checkpoint: state("m-1", "m-1", "m-20"),
  };

  test.each([
    ["its folder", folderInput(files), "m-1"],
    ["its state file", fileInFolder(files, "checkpoint"), "m-1"],
    ["an index", fileInFolder(files, "m-20.index"), "m-20"],
    ["a data file", fileInFolder(files, "m-20.data-00000-of-00001"), "m-20"],
  ])("by %s", async (_, input, prefix) => {
    expect(await sniffCheckpoint(input)).toBe(true);
    expect(await locateCheckpoint(input)).toMatchObject({ version: 2, prefix, diagnostics: [] });
  });

  test("without a state file takes the highest number and says so", async () => {
    const { checkpoint: _, ...unnamed } = files;
    const found = await locateCheckpoint(folderInput(unnamed));
    expect([found.prefix, found.diagnostics.map(({ code }) => code)]).toEqual(["m-20", ["CKP-N002"]]);
  });

  test.each([
    ["/home/someone/run/m-1", "m-1"],
    ["C:\\runs\\m-1", "m-1"],
    ["gs://bucket/run/m-20", "m-20"],
    ["m-300", "m-20"],
  ])("that went from %s", async (written, prefix) => {
    const found = await locateCheckpoint(folderInput({ ...files, checkpoint: state(written) }));
    expect(found.prefix).toBe(prefix);
    expect(found.diagnostics.map(({ code, evidence }) => [code, evidence["written"]])).toContainEqual([
      "CKP-N001",
      written,
    ]);
  });

  test("without its index is refused by name", async () => {
    const { "m-1.index": _, ...cut } = writeBundle("m-1", two);
    expect(await codeOf(locateCheckpoint(folderInput(cut)))).toBe("CKP-E008");
    expect(await codeOf(locateCheckpoint(fileInFolder(cut, "m-1.data-00000-of-00001")))).toBe("CKP-E008");
    expect(await codeOf(locateCheckpoint(folderInput({ checkpoint: state("gone") })))).toBe("CKP-E009");
  });

  test("passes by folders and files that are none", async () => {
    const other = { "a.index": new TextEncoder().encode("a search index"), "readme.txt": new Uint8Array(3) };
    expect(await sniffCheckpoint(folderInput(other))).toBe(false);
    expect(await sniffCheckpoint(fileInFolder(other, "a.index"))).toBe(false);
    const several = { "a/m.index": files["m-1.index"] as Uint8Array, "b/m.index": files["m-1.index"] as Uint8Array };
    expect(await sniffCheckpoint(folderInput(several))).toBe(false);
    const index = files["m-1.index"] as Uint8Array;
    const nested = { "1/saved_model.pb": index, "1/variables/variables.index": index };
    expect(await sniffCheckpoint(folderInput(nested))).toBe(false);
    expect(await sniffCheckpoint(folderInput({ "variables/variables.index": index }))).toBe(true);
  });
});

test("a checkpoint by itself is a model of weights, told apart by their names", async () => {
  const value = { dtype: "DT_FLOAT", shape: [1], bytes: floats(1) } as const;
  const names = ["net/w", "net/w/Momentum", "net/w/ExponentialMovingAverage", "global_step", "beta1_power"];
  const saved = Object.fromEntries(names.map((name) => [name, value]));
  const { model, diagnostics } = weightsOnlyModel(await openFolder(writeBundle("m", saved)), "m");
  expect(model.weights.map(({ name, role }) => [name, role])).toEqual([
    ["beta1_power", "optimizer"],
    ["global_step", "state"],
    ["net/w", "weight"],
    ["net/w/ExponentialMovingAverage", "state"],
    ["net/w/Momentum", "optimizer"],
  ]);
  expect(diagnostics.map(({ code, evidence }) => [code, evidence])).toEqual([
    ["CKP-W001", { variables: 5, scopes: ["net"] }],
  ]);
});

test("listing a checkpoint reads its index only", async () => {
  const files = writeBundle("m", two);
  const input = folderInput(files);
  const sibling = async (path: string) => {
    const file = await input.sibling(path);
    const read = (): never => {
      throw new Error(`${path} was read`);
    };
    return file === undefined || path.endsWith(".index") ? file : { ...file, read };
  };
  const { model } = weightsOnlyModel(await openCheckpoint(await locateCheckpoint(input), sibling), "m");
  expect(model.weights.map(({ name, byteLength }) => [name, byteLength])).toEqual([
    ["net/conv/bias", 8],
    ["net/conv/kernel", 16],
  ]);
});
