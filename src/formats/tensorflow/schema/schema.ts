import type { MessageInput, MessageValue } from "../../../bytes/index.ts";
import { checkpointMessages } from "./checkpoint-messages.ts";
import { dataTypes, endiannesses, saverVersions } from "./enums.ts";
import { graphMessages } from "./graph-messages.ts";
import { savedModelMessages } from "./saved-model-messages.ts";

/** The messages of TensorFlow's files that are read or written, with the field numbers of its public .proto files. */
export interface TensorflowSchema {
  readonly messages: typeof graphMessages & typeof savedModelMessages & typeof checkpointMessages;
  readonly enums: {
    readonly DataType: typeof dataTypes;
    readonly SaverVersion: typeof saverVersions;
    readonly Endianness: typeof endiannesses;
  };
}

export const tensorflowSchema: TensorflowSchema = {
  messages: { ...graphMessages, ...savedModelMessages, ...checkpointMessages },
  enums: { DataType: dataTypes, SaverVersion: saverVersions, Endianness: endiannesses },
};

export type MessageName = keyof TensorflowSchema["messages"];

/** A message as decoded, by its name in the .proto files. */
export type Message<M extends MessageName> = MessageValue<TensorflowSchema, M>;

/** A message to be encoded. */
export type MessageDraft<M extends MessageName> = MessageInput<TensorflowSchema, M>;
