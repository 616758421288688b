import { graphId, valueId, variableId } from "../ids.ts";
import type { Metadata, ModelSource, Signature, SignatureTensor, Variable } from "../model.ts";
import type { DroppedWeight, SourceWeight } from "../origin.ts";
import type { TensorType } from "../type.ts";
import type { ConstantParser } from "./parse-constant.ts";
import type { Scanner } from "./scanner.ts";
import { parseType } from "./type.ts";

/** `from tflite`, and the lines about the file. */
export function parseSource(scanner: Scanner): ModelSource {
  return {
    format: scanner.after("from", () => scanner.name("a format")),
    ...(scanner.accept("producer") ? { producer: scanner.string() } : {}),
    ...(scanner.accept("description") ? { description: scanner.string() } : {}),
    ...(scanner.accept("runtime") ? { minimumRuntime: scanner.string() } : {}),
    ...(scanner.accept("file") ? { fileName: scanner.string() } : {}),
    ...(scanner.accept("bytes") ? { byteLength: scanner.count() } : {}),
  };
}

export function parseSignature(scanner: Scanner): Signature {
  const tensors = (): SignatureTensor[] => {
    scanner.expect("(");
    return scanner.list(")", () => {
      const name = scanner.string();
      scanner.expect(":");
      return { name, value: valueId(scanner.reference("%")) };
    });
  };
  const name = scanner.string();
  const graph = graphId(scanner.reference("^"));
  const implied = scanner.accept("implied");
  const inputs = tensors();
  return { name, graph, inputs, outputs: scanner.after("->", tensors), implied };
}

export function parseVariable(scanner: Scanner, constants: ConstantParser): Variable {
  const id = variableId(scanner.reference("$"));
  const name = scanner.string();
  const container = scanner.accept("container") ? scanner.string() : "";
  const sharedName = scanner.accept("shared") ? scanner.string() : "";
  scanner.expect(":");
  const type = scanner.accept("none") ? undefined : parseType(scanner);
  return {
    id,
    name,
    container,
    sharedName,
    type,
    ...(scanner.accept("=") ? { initial: constants.constant(type) } : {}),
    ...(scanner.accept("initializer") ? { initializer: graphId(scanner.reference("^")) } : {}),
  };
}

export function parseMetadata(scanner: Scanner, constants: ConstantParser): Metadata {
  const name = scanner.string();
  return { name, bytes: scanner.after("=", () => constants.constant(undefined)) };
}

const roles: readonly SourceWeight["role"][] = ["weight", "optimizer", "state", "metadata"];

export function parseWeight(scanner: Scanner, constants: ConstantParser): SourceWeight {
  const name = scanner.string();
  scanner.expect(":");
  const { dtype, shape } = scanner.convert("a dtype and a static shape", () => {
    const type: TensorType = parseType(scanner);
    const dims = type.shape?.filter((dim) => typeof dim === "number");
    return dims?.length === type.shape?.length && dims !== undefined ? { dtype: type.dtype, shape: dims } : undefined;
  });
  const byteLength = scanner.after("bytes", () => scanner.count());
  const role = scanner.after("role", () =>
    scanner.convert(roles.join(", "), () => {
      const found = scanner.name("a role");
      return roles.find((known) => known === found);
    }),
  );
  const owner = scanner.accept("owner") ? { owner: scanner.string() } : {};
  const shared = scanner.accept("variables")
    ? { variables: scanner.after("[", () => scanner.list("]", () => scanner.string())) }
    : {};
  const constant = scanner.accept("=") ? { constant: constants.constant({ dtype, shape }) } : {};
  return { name, dtype, shape, byteLength, role, ...constant, ...owner, ...shared };
}

export function parseDropped(scanner: Scanner): DroppedWeight {
  const weight = scanner.string();
  return { weight, reason: scanner.after("because", () => scanner.string()) };
}
