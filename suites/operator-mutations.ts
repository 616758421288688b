import { type Attrs, type AttrValue, tensorType } from "../src/ir/index.ts";
import {
  allocate,
  type DType,
  elementCount,
  entriesPerElement,
  fromNumbers,
  isInteger,
  type Tensor,
  tensor,
  toNumbers,
} from "../src/numerics/index.ts";
import type { Application, RegionType } from "../src/ops/index.ts";
import type { Draw } from "./draw.ts";

/** Whole numbers that sizes, axes and indices break on. */
const hostileInts: readonly number[] = [
  0,
  -1,
  1,
  7,
  -7,
  100,
  2 ** 30,
  2 ** 31 - 1,
  -(2 ** 31),
  2 ** 32,
  2 ** 53,
  -(2 ** 53),
];
const hostileNumbers: readonly number[] = [
  ...hostileInts,
  0.5,
  -0.5,
  1e-40,
  1e300,
  -1e300,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];
const dtypes: readonly DType[] = [
  "float64",
  "float32",
  "float16",
  "bfloat16",
  "int64",
  "int32",
  "int16",
  "int8",
  "int4",
  "uint32",
  "uint8",
  "bool",
  "complex64",
  "string",
  "resource",
];

/** An application with one thing wrong, most often, and what that is. */
export interface Mutated {
  readonly what: string;
  readonly application: Application;
}

type Change = (draw: Draw, application: Application) => Mutated;

/** An application with one or two things changed at random. */
export function mutateApplication(draw: Draw, application: Application): Mutated {
  let changed: Mutated = { what: "", application };
  for (let i = draw.int(1, 2); i > 0; i--) {
    const { what, application: next } = draw.of(...changes)(draw, changed.application);
    changed = { what: changed.what === "" ? what : `${changed.what}; ${what}`, application: next };
  }
  return changed;
}

const tensorChanges: readonly ((draw: Draw, x: Tensor) => Tensor)[] = [
  (draw, x) => retyped(x, draw.of(...dtypes)),
  (draw, x) => reshaped(x, hostileShape(draw, x.shape)),
  withElements,
  (draw, x) => requantized(x, hostileQuantization(draw, x)),
];

/** A tensor with another dtype, shape, quantization, or elements that are out of place. */
export function mutateTensor(draw: Draw, x: Tensor): Tensor {
  return draw.of(...tensorChanges)(draw, x);
}

/** What a graph that states a type may make of it: another shape or other elements, but of its dtype. */
export function mutateResult(draw: Draw, x: Tensor): Tensor {
  return draw.flag() ? withElements(draw, x) : reshaped(x, hostileShape(draw, x.shape));
}

const changes: readonly Change[] = [
  changeInputList,
  changeInput,
  changeInput,
  changeInput,
  changeInput,
  changeAttribute,
  changeAttribute,
  changeOutputs,
  changeRegions,
];

function changeInputList(draw: Draw, application: Application): Mutated {
  const { inputs } = application;
  const at = draw.int(0, Math.max(inputs.length - 1, 0));
  const [kind, changed] = draw.of<readonly [string, readonly (Tensor | null)[]]>(
    ["dropped", inputs.map((input, i) => (i === at ? null : input))],
    ["cut off", inputs.slice(0, at)],
    ["doubled", [...inputs.slice(0, at + 1), ...inputs.slice(at)]],
    ["moved to the front", [inputs[at] ?? null, ...inputs.toSpliced(at, 1)]],
    ["all removed", []],
  );
  return { what: `input ${at} ${kind}`, application: { ...application, inputs: changed } };
}

function changeInput(draw: Draw, application: Application): Mutated {
  const { inputs } = application;
  const at = draw.int(0, Math.max(inputs.length - 1, 0));
  const given = inputs[at];
  if (!given) return { what: "nothing", application };
  const x = mutateTensor(draw, given);
  const shown = `${x.dtype}[${x.shape}] ${preview(x)} ${show(x.quantization)}`;
  return { what: `input ${at} is ${shown}`, application: { ...application, inputs: inputs.with(at, x) } };
}

const show = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, inner) => (typeof inner === "object" ? inner : String(inner)));

const preview = (x: Tensor): string => Array.from(toNumbers(x).subarray(0, 8)).join(" ");

/** The elements under another dtype, from numbers where both have them. */
function retyped({ shape, quantization, ...x }: Tensor, dtype: DType): Tensor {
  const numbers = toNumbers({ shape, ...x });
  const count = elementCount(shape) * entriesPerElement(dtype);
  if (["string", "resource"].includes(dtype)) return tensor(dtype, shape, allocate(dtype, elementCount(shape)));
  const cells = Array.from({ length: count }, (_, i) => numbers[i % Math.max(numbers.length, 1)] ?? 0);
  return fromNumbers(dtype, shape, cells, quantization);
}

/** The elements repeated or cut to fill another shape. */
function reshaped(x: Tensor, shape: readonly number[]): Tensor {
  const count = elementCount(shape);
  if (!ArrayBuffer.isView(x.data)) {
    const items = x.data as readonly Uint8Array[];
    const filled = Array.from({ length: count }, (_, i) => items[i % Math.max(items.length, 1)] ?? new Uint8Array());
    return tensor(x.dtype, shape, filled, x.quantization);
  }
  const data = allocate(x.dtype, count) as Float64Array;
  const from = x.data as Float64Array;
  for (let i = 0; i < data.length && from.length > 0; i++) data[i] = from[i % from.length] as number;
  return tensor(x.dtype, shape, data, x.quantization);
}

function hostileShape(draw: Draw, shape: readonly number[]): readonly number[] {
  const at = draw.int(0, Math.max(shape.length - 1, 0));
  const dim = shape[at] ?? 1;
  return draw.of<readonly number[]>(
    [],
    [0],
    [1, ...shape],
    [...shape, 1],
    [...shape, 2],
    shape.toSpliced(at, 1),
    shape.length === 0 ? [3] : shape.with(at, 0),
    shape.length === 0 ? [1] : shape.with(at, 1),
    shape.length === 0 ? [2, 2] : shape.with(at, dim + 1),
    shape.toReversed(),
    new Array<number>(40).fill(1),
    new Array<number>(2000).fill(1),
    shape.length === 1 ? [20_000] : [...shape, 20],
  );
}

function withElements(draw: Draw, x: Tensor): Tensor {
  if (x.dtype === "string") {
    return tensor(
      x.dtype,
      x.shape,
      (x.data as readonly Uint8Array[]).map(() => new Uint8Array(draw.int(0, 2))),
    );
  }
  if (!ArrayBuffer.isView(x.data)) return x;
  const numbers = Float64Array.from(toNumbers(x));
  const hostile = isInteger(x.dtype) ? hostileInts : hostileNumbers;
  const all = draw.int(0, 3) === 0;
  const at = draw.int(0, Math.max(numbers.length - 1, 0));
  for (let i = 0; i < numbers.length; i++) if (all || i === at) numbers[i] = draw.of(...hostile);
  return fromNumbers(x.dtype, x.shape, numbers, x.quantization);
}

function requantized({ dtype, shape, data }: Tensor, quantization: Tensor["quantization"]): Tensor {
  return tensor(dtype, shape, data, quantization);
}

const hostileScales: readonly number[] = [0, -1, 1, 1e-40, 2 ** -30, 1e38, 1e300, Number.NaN, Number.POSITIVE_INFINITY];
const hostileZeroPoints: readonly number[] = [0, 1, -129, 0.5, 1e9, 2 ** 53, Number.NaN, Number.NEGATIVE_INFINITY];

/** Quantization that means nothing or little; now and then none at all. */
function hostileQuantization(draw: Draw, x: Pick<Tensor, "shape">): Tensor["quantization"] {
  const scale = () => draw.of(...hostileScales);
  const axis = draw.of(0, x.shape.length - 1, x.shape.length, -1, 0.5, Number.NaN, 2 ** 31);
  const count = draw.of(x.shape[axis] ?? 1, 0, 1, 2);
  const ones = (length: number) => new Array<number>(Math.min(length, 64)).fill(draw.int(0, 2) === 0 ? scale() : 1);
  return draw.of<Tensor["quantization"]>(
    undefined,
    { kind: "perTensor", scale: scale(), zeroPoint: 0 },
    { kind: "perTensor", scale: 0.5, zeroPoint: draw.of(...hostileZeroPoints) },
    { kind: "perTensor", scale: scale(), zeroPoint: draw.of(...hostileZeroPoints) },
    { kind: "perAxis", axis, scales: ones(count), zeroPoints: new Array(Math.min(count, 64)).fill(0) },
    { kind: "perAxis", axis: 0, scales: ones(x.shape[0] ?? 1), zeroPoints: ones(draw.int(0, 2)) },
    {
      kind: "blockwise",
      axis,
      blockSize: draw.of(0, -1, 1, 2, 0.5, 2 ** 31),
      scales: fromNumbers(draw.of("float32", "int32"), ...draw.of<[number[], number[]]>([[], [1]], [[2], [1, 0]])),
    },
  );
}

function changeAttribute(draw: Draw, application: Application): Mutated {
  const names = Object.keys(application.attrs);
  const name = names[draw.int(0, Math.max(names.length - 1, 0))];
  if (name === undefined) return changeOutputs(draw, application);
  const value = hostileValue(draw, application.attrs[name] as AttrValue);
  const attrs: Attrs = { ...application.attrs, [name]: value };
  return { what: `${name} = ${show(value)}`, application: { ...application, attrs } };
}

function hostileValue(draw: Draw, value: AttrValue): AttrValue {
  if (typeof value === "boolean") return draw.of<AttrValue>(!value, "true");
  if (typeof value === "number") return draw.of(...hostileNumbers);
  if (typeof value === "string") {
    return draw.of<AttrValue>("", "none", "valid", 1, ...dtypes, "ij,jk->ik", "...,a->a...", "(".repeat(200));
  }
  if (!Array.isArray(value)) return draw.of<AttrValue>([], 0);
  const list = value as readonly number[];
  const at = draw.int(0, Math.max(list.length - 1, 0));
  return draw.of<AttrValue>(
    [],
    list.slice(1),
    [...list, 0],
    [...list, ...list],
    new Array<number>(40).fill(1),
    ...hostileNumbers.map((number) => (list.length === 0 ? [number] : list.with(at, number))),
  );
}

function changeOutputs(draw: Draw, application: Application): Mutated {
  const { outputs } = application;
  const quantization = hostileQuantization(draw, { shape: [2, 2] });
  const [what, changed] = draw.of<readonly [string, Application["outputs"]]>(
    ["dtype", outputs.map((output) => ({ ...output, dtype: draw.of(...dtypes) }))],
    ["quantization", outputs.map((output) => withQuantization(output, quantization))],
    ["dtype and quantization", outputs.map(() => withQuantization({ dtype: draw.of(...dtypes) }, quantization))],
    ["count", draw.of<Application["outputs"]>([], [...outputs, {}], outputs.slice(1))],
  );
  return {
    what: `${what} of the outputs: ${show(changed)}`,
    application: { ...application, outputs: changed },
  };
}

function withQuantization(
  { dtype }: Application["outputs"][number],
  quantization: Tensor["quantization"],
): Application["outputs"][number] {
  return { ...(dtype === undefined ? {} : { dtype }), ...(quantization === undefined ? {} : { quantization }) };
}

function changeRegions(draw: Draw, application: Application): Mutated {
  const { regions } = application;
  if (regions.length === 0) return changeOutputs(draw, application);
  const at = draw.int(0, regions.length - 1);
  const damaged = (types: RegionType["inputs"]): RegionType["inputs"] =>
    draw.of<RegionType["inputs"]>(
      [],
      [...types, ...types],
      types.map(() => tensorType(draw.of(...dtypes), [])),
      types.map(({ dtype }) => tensorType(dtype, draw.of(undefined, [], [0], [3], [-1], [2, 2]))),
    );
  const changed = regions.map(({ inputs, outputs }, i) => {
    if (i !== at) return { inputs, outputs };
    return draw.flag() ? { inputs: damaged(inputs), outputs } : { inputs, outputs: damaged(outputs) };
  });
  const kept = draw.int(0, 3) === 0 ? changed.slice(1) : changed;
  return { what: `regions ${show(kept)}`, application: { ...application, regions: kept } };
}
