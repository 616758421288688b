import { fail } from "../../../diagnostics/index.ts";
import { KER_E015 } from "../codes.ts";
import { type Call, type TensorReference, tensorsIn, tensorsOfCall } from "../config/argument.ts";
import type { Member, Network } from "../config/layer.ts";

/** One call of one layer of a model. */
export interface ScheduledCall {
  readonly member: Member;
  /** Number of the call as references count it. */
  readonly call: number;
  /** Undefined for input layers. */
  readonly arguments: Call | undefined;
}

const key = (layer: string, call: number): string => `${call} ${layer}`;

/**
 * The calls of a model in an order in which each comes after those it needs, otherwise in the order of the file. Refuses
 * references to nothing and circles (`KER-E015`).
 */
export function scheduleCalls(network: Network, file: string): readonly ScheduledCall[] {
  const calls = new Map<string, ScheduledCall>();
  for (const member of network.members) {
    if (member.calls.length === 0 && member.layer.className === "InputLayer") {
      calls.set(key(member.layer.name, 0), { member, call: 0, arguments: undefined });
    }
    member.calls.forEach((call, index) => {
      const number = index + member.firstCall;
      calls.set(key(member.layer.name, number), { member, call: number, arguments: call });
    });
  }
  const order: ScheduledCall[] = [];
  const state = new Map<ScheduledCall, "open" | "done">();

  function find({ layer, call }: TensorReference): ScheduledCall {
    const found = calls.get(key(layer, call));
    if (found !== undefined) return found;
    const problem = `Call ${call} of a layer is needed, but is not in the file`;
    return fail(KER_E015, { file, node: layer }, { layers: [layer], problem });
  }

  /** Depth first without recursion: a chain of layers may be long. */
  function place(start: ScheduledCall): void {
    const stack = [{ call: start, needs: needsOf(start), at: 0 }];
    while (stack.length > 0) {
      const top = stack.at(-1);
      if (top === undefined) return;
      if (top.at === 0) state.set(top.call, "open");
      const next = top.needs[top.at];
      top.at++;
      if (next === undefined) {
        state.set(top.call, "done");
        order.push(top.call);
        stack.pop();
      } else if (state.get(next) === "open") {
        const layers = stack.map(({ call }) => call.member.layer.path);
        fail(
          KER_E015,
          { file, node: next.member.layer.path },
          { layers, problem: "Layers need each other in a circle" },
        );
      } else if (state.get(next) === undefined) {
        stack.push({ call: next, needs: needsOf(next), at: 0 });
      }
    }
  }

  function needsOf(call: ScheduledCall): readonly ScheduledCall[] {
    return call.arguments === undefined ? [] : Array.from(tensorsOfCall(call.arguments), find);
  }

  for (const call of calls.values()) if (state.get(call) === undefined) place(call);
  for (const end of [network.inputs, network.outputs]) for (const reference of tensorsIn(end)) find(reference);
  return order;
}
