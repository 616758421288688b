import { fail } from "../../../diagnostics/index.ts";
import type { Value, ValueId } from "../../../ir/index.ts";
import { formatShape } from "../../../numerics/index.ts";
import { TFL_E012 } from "../codes.ts";
import { restoreQuantization, writeQuantization } from "../quantization.ts";
import type { TableDraft } from "../schema/schema.ts";
import type { BufferList } from "./buffers.ts";
import { type GraphPlan, rawValue } from "./plan.ts";

const largestDim = 2 ** 31 - 1;

/** The tensor of a value. Open dimensions are 1 in the shape and -1 in its signature, as TensorFlow's converter writes them. */
export function writeTensor(value: Value, plan: GraphPlan, buffers: BufferList): TableDraft<"Tensor"> {
  const { name, type, constant, variable } = value;
  const raw = rawValue(value);
  const { shape } = type;
  const dims = shape?.map((dim) => (typeof dim === "number" ? dim : -1));
  if (dims?.some((dim) => !Number.isInteger(dim) || dim < -1 || dim > largestDim) === true) {
    fail(TFL_E012, { tensor: name, graph: plan.graph.name }, { dtype: `${type.dtype}${formatShape(shape)}` });
  }
  const placeholders = raw.shape?.length === dims?.length ? raw.shape : undefined;
  const isOpen = dims?.includes(-1) === true;
  const quantization = quantizationOf(value, plan);
  return {
    ...(name === "" ? {} : { name }),
    type: type.dtype,
    shape: dims?.map((dim, axis) => (dim === -1 ? (placeholders?.[axis] ?? 1) : dim)) ?? [],
    has_rank: dims !== undefined,
    is_variable: (variable !== undefined && raw.scratch !== true) || raw.is_variable === true,
    ...(isOpen ? { shape_signature: dims } : {}),
    ...(constant === undefined ? {} : { buffer: buffers.add(constant) }),
    ...(quantization === undefined ? {} : { quantization }),
    ...(raw.variant_tensors === undefined ? {} : { variant_tensors: raw.variant_tensors }),
  };
}

function quantizationOf(value: Value, plan: GraphPlan): TableDraft<"QuantizationParameters"> | undefined {
  const { type, range } = value;
  const facts = {
    ...(type.quantization === undefined ? {} : { quantization: type.quantization }),
    ...(range === undefined ? {} : { range }),
  };
  const { quantization } = rawValue(value);
  const shapeOf = (id: number) => plan.graph.values[id as ValueId]?.type.shape;
  const kept =
    quantization === undefined ? undefined : restoreQuantization(quantization, facts, type.shape, shapeOf, plan.tensor);
  return kept ?? writeQuantization(facts, plan.tensor);
}
