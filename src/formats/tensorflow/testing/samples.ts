import { encodeMessage } from "../../../bytes/index.ts";
import { type MessageDraft, tensorflowSchema } from "../schema/index.ts";
import { floats, strings, writeBundle } from "./checkpoint-writer.ts";

const text = new TextEncoder();

/** An attribute of each kind, and a tensor in each of the forms that a file may hold. */
const attributes: ReadonlyMap<string, MessageDraft<"AttrValue">> = new Map<string, MessageDraft<"AttrValue">>([
  ["dtype", { type: "DT_FLOAT" }],
  ["name", { s: text.encode("SAME") }],
  ["count", { i: -3 }],
  ["ratio", { f: 0.5 }],
  ["flag", { b: true }],
  ["shape", { shape: { dim: [{ size: -1 }, { size: 3 }] } }],
  ["unknown", { shape: { unknown_rank: true } }],
  ["list", { list: { i: [1, 2, 2, 1] } }],
  ["types", { list: { type: ["DT_INT32", "DT_RESOURCE"] } }],
  ["f", { func: { name: "double", attr: new Map([["T", { type: "DT_FLOAT" }]]) } }],
  ["T", { placeholder: "T" }],
  ["content", { tensor: { dtype: "DT_FLOAT", tensor_shape: { dim: [{ size: 2 }] }, tensor_content: floats(1, 2) } }],
  ["filled", { tensor: { dtype: "DT_FLOAT", tensor_shape: { dim: [{ size: 3 }] }, float_val: [floats(7)] } }],
  ["texts", { tensor: { dtype: "DT_STRING", tensor_shape: { dim: [{ size: 1 }] }, string_val: [text.encode("ab")] } }],
  ["nothing", {}],
]);

/** A graph with a call of a function that captures a variable. */
export const sampleGraph: MessageDraft<"GraphDef"> = {
  node: [
    { name: "x", op: "Placeholder", attr: new Map([["dtype", { type: "DT_FLOAT" }]]) },
    {
      name: "w",
      op: "VarHandleOp",
      device: "/device:CPU:0",
      attr: new Map([["shared_name", { s: text.encode("w") }]]),
    },
    { name: "all", op: "NoOp", attr: attributes },
    {
      name: "call",
      op: "StatefulPartitionedCall",
      input: ["x", "w", "^all"],
      attr: new Map([["f", { func: { name: "scale" } }]]),
    },
  ],
  library: {
    function: [
      {
        signature: {
          name: "scale",
          input_arg: [
            { name: "x", type: "DT_FLOAT" },
            { name: "resource", type: "DT_RESOURCE" },
          ],
          output_arg: [{ name: "y", type: "DT_FLOAT" }],
          is_stateful: true,
        },
        node_def: [
          { name: "read", op: "ReadVariableOp", input: ["resource"] },
          { name: "mul", op: "Mul", input: ["x", "read:value:0"] },
        ],
        ret: new Map([["y", "mul:z:0"]]),
        arg_attr: [{ key: 0, value: { attr: new Map([["_user_specified_name", { s: text.encode("image") }]]) } }],
      },
    ],
    gradient: [{ function_name: "scale", gradient_func: "scale_grad" }],
  },
  versions: { producer: 1645, min_consumer: 12 },
};

/** {@link sampleGraph} as TensorFlow 2 saves it, its variable owned by an object. */
export const sampleMetaGraph: MessageDraft<"MetaGraphDef"> = {
  meta_info_def: { tags: ["serve"], tensorflow_version: "2.15.1" },
  graph_def: sampleGraph,
  signature_def: new Map([
    [
      "serving_default",
      {
        inputs: new Map([["image", { name: "x:0", dtype: "DT_FLOAT", tensor_shape: { dim: [{ size: -1 }] } }]]),
        outputs: new Map([["y", { name: "call:0", dtype: "DT_FLOAT", tensor_shape: { unknown_rank: true } }]]),
        method_name: "tensorflow/serving/predict",
      },
    ],
  ]),
  asset_file_def: [{ tensor_info: { name: "Const:0", dtype: "DT_STRING" }, filename: "labels.txt" }],
  object_graph_def: {
    nodes: [
      { children: [{ node_id: 2, local_name: "layer" }], user_object: { identifier: "_generic_user_object" } },
      { variable: { dtype: "DT_FLOAT", shape: { dim: [{ size: 2 }] }, name: "w", trainable: true } },
      { children: [{ node_id: 1, local_name: "w" }], user_object: { identifier: "_generic_user_object" } },
    ],
    concrete_functions: new Map([["scale", { bound_inputs: [1] }]]),
  },
};

/** Files of a SavedModel. */
export function sampleSavedModel(): Record<string, Uint8Array> {
  const main = { saved_model_schema_version: 1, meta_graphs: [sampleMetaGraph] };
  const objects = encodeMessage(tensorflowSchema, "TrackableObjectGraph", {
    nodes: [
      { children: [{ node_id: 1, local_name: "layer" }] },
      { children: [{ node_id: 2, local_name: "w" }] },
      { attributes: [{ name: "VARIABLE_VALUE", full_name: "w", checkpoint_key: "layer/w/value" }] },
    ],
  });
  const variables = writeBundle("variables/variables", {
    _CHECKPOINTABLE_OBJECT_GRAPH: { dtype: "DT_STRING", shape: [], ...strings(objects) },
    "layer/w/value": { dtype: "DT_FLOAT", shape: [2], bytes: floats(3, 4) },
  });
  return {
    "saved_model.pb": encodeMessage(tensorflowSchema, "SavedModel", main),
    "assets/labels.txt": text.encode("cat\ndog\n"),
    ...variables,
  };
}
