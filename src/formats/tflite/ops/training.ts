import type { AttrsOf, OpName } from "../../../ops/index.ts";
import { attribute, tensorflowDtype } from "../../tensorflow.ts";
import {
  attributeInts,
  attributeText,
  type FlexAttributes,
  flex,
  flexTyped,
  intsAttribute,
  textAttribute,
  typeAttribute,
  typesAttribute,
} from "./flex.ts";
import { inputDtype, outputDtype } from "./operand.ts";
import { type OperatorRule, type Refusal, type RuleContext, refuse, type TfliteRule } from "./rule.ts";

type FilterGradient = AttrsOf<"conv2dBackpropFilter">;

const paddingWords = { same: "SAME", valid: "VALID" } as const;

function readFilterGradient(attributes: FlexAttributes): FilterGradient | Refusal {
  const format = attributeText(attributes, "data_format") ?? "NHWC";
  if (format !== "NHWC") return refuse(`its data is laid out as ${format}`);
  const strides = spatialPair(attributes, "strides");
  const dilations = spatialPair(attributes, "dilations") ?? [1, 1];
  if (strides === undefined) return refuse("its strides are not four numbers");
  const word = attributeText(attributes, "padding");
  if (word === "SAME" || word === "VALID") return { strides, dilations, padding: word === "SAME" ? "same" : "valid" };
  const amounts = attributeInts(attributes, "explicit_paddings");
  if (word !== "EXPLICIT" || amounts?.length !== 8) return refuse(`padding ${word} is not known`);
  return { strides, dilations, padding: amounts.slice(2, 6) };
}

/** The numbers for height and width of a list in NHWC; undefined where it is not one of four. */
function spatialPair(attributes: FlexAttributes, name: string): readonly number[] | undefined {
  const list = attributeInts(attributes, name);
  return list?.length === 4 ? list.slice(1, 3) : undefined;
}

function writeFilterGradient({ strides, dilations, padding }: FilterGradient, context: RuleContext) {
  const isWord = padding === "same" || padding === "valid";
  return {
    T: typeAttribute(inputDtype(context, 0)),
    use_cudnn_on_gpu: attribute({ bool: true }),
    strides: intsAttribute([1, ...strides, 1]),
    dilations: intsAttribute([1, ...dilations, 1]),
    padding: textAttribute(isWord ? paddingWords[padding] : "EXPLICIT"),
    explicit_paddings: intsAttribute(isWord ? [] : [0, 0, ...padding, 0, 0]),
    data_format: textAttribute("NHWC"),
  };
}

function readShape(attributes: FlexAttributes): AttrsOf<"ensureShape"> | Refusal {
  const shape = attributes.get("shape")?.shape;
  if (shape === undefined) return refuse("it does not state a shape");
  if (shape.unknownRank) return { shape: [], anyRank: true };
  return { shape: shape.dims.map(({ size }) => Number(size)), anyRank: false };
}

const inputType = (context: RuleContext) => ({ T: typeAttribute(inputDtype(context, 0)) });

const stateless = (op: string): OperatorRule<AttrsOf<"statelessRandomUniform">> =>
  flex(op, {
    read(attributes) {
      const number = attributes.get("dtype")?.type;
      const dtype = number === undefined ? "float32" : tensorflowDtype(number);
      return dtype === undefined ? refuse(`dtype ${number} is not known`) : { dtype };
    },
    write: ({ dtype }, context) => ({
      dtype: typeAttribute(dtype),
      Tshape: typeAttribute(inputDtype(context, 0)),
    }),
  });

const saved = (first: number) => (context: RuleContext) =>
  context.inputs.slice(first).flatMap((operand) => operand?.type.dtype ?? []);

type TrainingOp = Extract<
  OpName,
  | "reluGrad"
  | "relu6Grad"
  | "conv2dBackpropFilter"
  | "broadcastGradientArgs"
  | "ensureShape"
  | "statelessRandomKeyCounter"
  | "statelessRandomAlgorithm"
  | "statelessRandomUniform"
  | "statelessRandomNormal"
  | "statelessTruncatedNormal"
  | "statelessRandomUniformInt"
  | "statelessRandomUniformFullInt"
  | "save"
  | "saveV2"
  | "restore"
  | "restoreV2"
>;

/** TensorFlow operators that files carry to be trained on a device. */
export const trainingRules: { readonly [N in TrainingOp]: TfliteRule<N> } = {
  reluGrad: flexTyped("ReluGrad", {}, inputType),
  relu6Grad: flexTyped("Relu6Grad", {}, inputType),
  conv2dBackpropFilter: flex("Conv2DBackpropFilter", { read: readFilterGradient, write: writeFilterGradient }),
  broadcastGradientArgs: flexTyped("BroadcastGradientArgs", {}, inputType),
  ensureShape: flex("EnsureShape", {
    read: readShape,
    write: ({ shape, anyRank }, context) => ({
      T: typeAttribute(inputDtype(context, 0)),
      shape: attribute({
        shape: { dims: shape.map((size) => ({ size: BigInt(size) })), unknownRank: anyRank },
      }),
    }),
  }),
  statelessRandomKeyCounter: flexTyped("StatelessRandomGetKeyCounter", {}, (context) => ({
    Tseed: typeAttribute(inputDtype(context, 0)),
  })),
  statelessRandomAlgorithm: flexTyped("StatelessRandomGetAlg", {}, () => ({})),
  statelessRandomUniform: stateless("StatelessRandomUniformV2"),
  statelessRandomNormal: stateless("StatelessRandomNormalV2"),
  statelessTruncatedNormal: stateless("StatelessTruncatedNormalV2"),
  statelessRandomUniformInt: stateless("StatelessRandomUniformIntV2"),
  statelessRandomUniformFullInt: stateless("StatelessRandomUniformFullIntV2"),
  save: flexTyped("Save", {}, (context) => ({ T: typesAttribute(saved(2)(context)) })),
  saveV2: flexTyped("SaveV2", {}, (context) => ({ dtypes: typesAttribute(saved(3)(context)) })),
  restore: flexTyped("Restore", {}, (context) => ({
    dt: typeAttribute(outputDtype(context, 0)),
    preferred_shard: attribute({ int: -1n }),
  })),
  restoreV2: flexTyped("RestoreV2", {}, ({ outputs }) => ({
    dtypes: typesAttribute(outputs.map(({ type }) => type.dtype)),
  })),
};
