import { isDType, parseShape } from "../../numerics/index.ts";
import { valueId } from "../ids.ts";
import { formatType, type TensorType } from "../type.ts";
import { printNumber } from "./attribute.ts";
import type { Scanner } from "./scanner.ts";

const numbers = (list: readonly number[]): string => `[${list.map(printNumber).join(", ")}]`;

/** `int8[1,N] perTensor(scale 0.5, zeroPoint 3)`. */
export function printType(type: TensorType): string {
  const { quantization: q } = type;
  if (q === undefined) return formatType(type);
  const text = formatType(type);
  switch (q.kind) {
    case "perTensor":
      return `${text} perTensor(scale ${printNumber(q.scale)}, zeroPoint ${printNumber(q.zeroPoint)})`;
    case "perAxis":
      return `${text} perAxis(axis ${q.axis}, scales ${numbers(q.scales)}, zeroPoints ${numbers(q.zeroPoints)})`;
    case "blockwise": {
      const zeroPoints = q.zeroPoints === undefined ? "" : `, zeroPoints %${q.zeroPoints}`;
      return `${text} blockwise(axis ${q.axis}, blockSize ${q.blockSize}, scales %${q.scales}${zeroPoints})`;
    }
  }
}

/** Reads what {@link printType} writes. */
export function parseType(scanner: Scanner): TensorType {
  const dtype = scanner.convert("a dtype", () => {
    const name = scanner.name("a dtype");
    return isDType(name) ? name : undefined;
  });
  const { shape } = scanner.convert("a shape", () => parseShape(scanner.bracketed()));
  const quantization = parseQuantization(scanner);
  return quantization === undefined ? { dtype, shape } : { dtype, shape, quantization };
}

function parseQuantization(scanner: Scanner): TensorType["quantization"] {
  if (scanner.accept("perTensor")) {
    const scale = field(scanner, "(", "scale", () => scanner.number());
    const zeroPoint = field(scanner, ",", "zeroPoint", () => scanner.number());
    scanner.expect(")");
    return { kind: "perTensor", scale, zeroPoint };
  }
  if (scanner.accept("perAxis")) {
    const axis = field(scanner, "(", "axis", () => scanner.number());
    const scales = field(scanner, ",", "scales", () => parseNumbers(scanner));
    const zeroPoints = field(scanner, ",", "zeroPoints", () => parseNumbers(scanner));
    scanner.expect(")");
    return { kind: "perAxis", axis, scales, zeroPoints };
  }
  if (!scanner.accept("blockwise")) return undefined;
  const reference = () => valueId(scanner.reference("%"));
  const axis = field(scanner, "(", "axis", () => scanner.number());
  const blockSize = field(scanner, ",", "blockSize", () => scanner.number());
  const scales = field(scanner, ",", "scales", reference);
  const zeroPoints = scanner.next === "," ? { zeroPoints: field(scanner, ",", "zeroPoints", reference) } : {};
  scanner.expect(")");
  return { kind: "blockwise", axis, blockSize, scales, ...zeroPoints };
}

function field<T>(scanner: Scanner, before: string, name: string, read: () => T): T {
  scanner.expect(before);
  scanner.expect(name);
  return read();
}

/** A bracketed list of numbers. */
export function parseNumbers(scanner: Scanner): number[] {
  scanner.expect("[");
  return scanner.list("]", () => scanner.number());
}
